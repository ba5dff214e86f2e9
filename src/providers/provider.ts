import { NO_TOKENS, type Tokens } from "../core/model.js";
import type { Prompt } from "../core/prompt.js";

/** What a provider made of a request. Transport errors are thrown; a wrong answer is data. */
export interface Answer {
  kind: "lines" | "truncated" | "refused";
  /** Translations by line number from 1; empty unless `kind` is lines. */
  lines: ReadonlyMap<number, string>;
  /** What was wrong with the reply as a whole, in words for a log. */
  problems: readonly string[];
  tokens: Tokens;
  /** US dollars; null if unknown. */
  cost: number | null;
  /** Milliseconds between requests that the server's stated limits ask for. */
  pace?: number;
  /** What the server was newly seen to refuse. */
  dialect?: Record<string, unknown>;
}

export interface RequestOptions {
  /** Ends the request at once, body included. */
  signal: AbortSignal;
  /** Milliseconds for the whole request. */
  timeout: number;
  /** What earlier requests found this server to refuse. */
  dialect: Record<string, unknown>;
}

export interface Provider {
  name: string;
  model: string | null;
  /** The key of its state in the store: requests to the same server and model share pace, pause and dialect. */
  key: string;
  /** A fingerprint of the settings that a pause may be tied to; tells nothing of a secret. */
  settings: string;
  /** Whether requests are paced. */
  remote: boolean;
  /** Whether asking the same again may give another answer. */
  repeatable: boolean;
  /** Whether the output is in no language at all, so that script and copies mean nothing. */
  anyLanguage: boolean;
  /** Translates lines. Throws RetryLater, PauseProvider or NeverAgain; the signal's own reason when aborted. */
  translate(prompt: Prompt, options: RequestOptions): Promise<Answer>;
}

/** An answer that cost nothing. */
export function freeAnswer(lines: ReadonlyMap<number, string>, problems: readonly string[] = []): Answer {
  return { kind: "lines", lines, problems, tokens: NO_TOKENS, cost: 0 };
}

/** What a provider is made from. */
export interface ProviderConfig {
  apiKey: string | undefined;
  baseUrl: string;
  model: string;
  command: string | undefined;
  /** The environment of a child process: no key in it. */
  childEnv: NodeJS.ProcessEnv;
}
