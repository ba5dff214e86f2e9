/** The nouns of the domain, in the words of the tables. */

export const STATUSES = ["pending", "processing", "completed", "failed", "cancelled"] as const;
export type Status = (typeof STATUSES)[number];

export const PROVIDER_NAMES = ["openai", "anthropic", "command", "pseudo"] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** Who turns recordings into transcripts. */
export const SPEECH_PROVIDER_NAMES = ["openai", "command", "pseudo"] as const;
export type SpeechProviderName = (typeof SPEECH_PROVIDER_NAMES)[number];

/** Where a stored translation came from. */
export type Origin = "provider" | "memory" | "duplicate" | "verbatim" | "hand";

/** How a source language is known: a person gave it, or the file's name or its text tells it. */
export type SourceKnown = "given" | "name" | "text";

/** The kinds of work there are; each has a table with the same life-cycle columns. */
export const KINDS = ["translation", "transcription", "generation"] as const;
export type KindName = (typeof KINDS)[number];

/** A bounded first-in-first-out queue of its own: so many places, so many pieces of work in progress at once. */
export interface Lane {
  name: string;
  places: number;
  workers: number;
}

/** A line of a document, as far as it is translated. */
export interface Line {
  /** From 0, in the file's order. */
  index: number;
  start: number | null;
  end: number | null;
  text: string;
  translation: string | null;
  state: "open" | "done" | "failed";
}

/** Null where the provider did not say. */
export interface Tokens {
  input: number | null;
  cached: number | null;
  output: number | null;
}

export const NO_TOKENS: Tokens = { input: null, cached: null, output: null };

/** A message to a chat model. */
export interface Message {
  role: "system" | "user" | "assistant";
  content: string;
}
