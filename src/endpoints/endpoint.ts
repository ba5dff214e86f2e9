import type { Message, Tokens } from "../core/model.js";
import type { StatedPrices, Usage } from "../core/prices.js";

/**
 * Who is asked: a server and model, or a program. What all processes know of it (its pace, its pause) is in the store
 * under its key; what it can do are the small interfaces beside its identity.
 */
export interface Endpoint {
  name: string;
  model: string | null;
  /** The key of its state in the store: requests to the same server and model share pace, pause and dialect. */
  key: string;
  /** What its answers are remembered under, beside its model. */
  memory: string;
  /** A fingerprint of the settings that a pause may be tied to; tells nothing of a secret. */
  settings: string;
  /** Whether requests are paced. */
  remote: boolean;
  /** Whether asking the same again may give another answer. */
  repeatable: boolean;
  /** US dollars for what an answer used; null if unknown. */
  price(usage: Usage | undefined): number | null;
  chat?: Chat;
  engine?: Engine;
  speech?: Speech;
}

/** What every answer has, whatever was asked. */
export interface Answer {
  /** `truncated`: cut off by a length limit, or too long for it. `refused`: it would not do this. */
  kind: "answered" | "truncated" | "refused";
  /** The request itself was too long, and nothing was made of it. */
  tooLong?: boolean;
  /** What was wrong with the answer as a whole, in words for a log. */
  problems: readonly string[];
  /** As the server stated them, for the log. */
  tokens: Tokens;
  /** What is paid for; undefined where the server did not say, or nothing was used. */
  usage?: Usage;
  /** Milliseconds between requests that the server's stated limits ask for. */
  pace?: number;
  /** What the server was newly seen to refuse. */
  dialect?: Record<string, unknown>;
}

/** Transport errors are thrown: RetryLater, PauseEndpoint or NeverAgain; the signal's own reason when aborted. */
export interface CallOptions {
  /** Ends the request at once, body included. */
  signal: AbortSignal;
  /** Milliseconds for the whole request. */
  timeout: number;
  /** What earlier requests found this server to refuse. */
  dialect: Record<string, unknown>;
  /** Awaited before each request that goes out, so that each leaves its row; what it throws keeps it back. */
  sending(): Promise<void>;
}

export interface Completion {
  messages: readonly Message[];
  /** The JSON schema that the reply must fit, where the server takes one. */
  schema?: { name: string; strict: boolean; schema: object };
  /** Tokens after which the reply is cut off, for models that never end. */
  most?: number;
  /** Whether `most` is a person's wish: it holds even where a model thinks aloud until nothing is left of it. */
  mostIsWish?: boolean;
  /** Models that reason by default bill it as output; `none` asks for none of it. */
  reasoning?: "none";
}

export interface Completed extends Answer {
  /** What was said, up to the cut if there was one; empty where it refused. */
  text: string;
}

/** A chat model. */
export interface Chat {
  complete(completion: Completion, options: CallOptions): Promise<Completed>;
}

interface EngineLines {
  lines: readonly string[];
  from: string | null;
  to: string;
}

export interface Translated extends Answer {
  /** As many as were given, or none. */
  lines: readonly string[];
}

/** A program or rule that turns lines into as many lines. */
export interface Engine {
  /** Whether its output is in no language at all, so that script and copies mean nothing. */
  anyLanguage: boolean;
  /** Whether it can't be asked for lines whose language is not known. */
  needsSource: boolean;
  lines(request: EngineLines, options: CallOptions): Promise<Translated>;
}

/** What an endpoint is made from. */
export interface EndpointConfig {
  apiKey: string | undefined;
  baseUrl: string;
  /** Empty where none was named and the provider has no default. */
  model: string;
  command: string | undefined;
  /** What a server takes whose prices are not known; undefined if nobody said. */
  prices: StatedPrices | undefined;
  /** Whether messages may quote the texts that were sent. */
  quotes: boolean;
  /** The environment of a child process: no key in it. */
  childEnv: NodeJS.ProcessEnv;
}

export interface Recording {
  /** The audio file that is sent: a part of the recording, or all of it. */
  file: string;
  /** BCP 47, or null where it is not known. */
  language: string | null;
  /** Milliseconds; null where it is not known. */
  duration: number | null;
  /** Whether times are needed: for subtitles, and for everything but plain text. */
  timed: boolean;
  /** Whether speakers are to be told apart. */
  diarize: boolean;
}

export interface Transcribed extends Answer {
  /** The reply as it came, in any transcript format. */
  bytes: Uint8Array;
  /** A file name whose ending tells its format (`reply.json`), or null: told by content. */
  name: string | null;
}

/** A recogniser of speech. */
export interface Speech {
  transcribe(recording: Recording, options: CallOptions): Promise<Transcribed>;
}

/** What an endpoint of speech is made from. */
export interface SpeechConfig {
  apiKey: string | undefined;
  baseUrl: string;
  model: string;
  command: string | undefined;
  /** The environment of a child process: no key in it. */
  childEnv: NodeJS.ProcessEnv;
}
