import type { HandSaved, HandSaving } from "./lines.js";
import type { Corrections as Sharing } from "./memory.js";

/** What a person wrote in place of translations. */
export interface Correcting extends Pick<HandSaving, "now" | "error"> {
  who: string;
  /** By index, each line once. */
  lines: readonly { index: number; text: string }[];
  /** Where the memory keeps them. */
  corrections: Sharing;
}

/** A line of a version that a person changed. */
export interface Edit {
  index: number;
  /** Null where it had no translation. */
  before: string | null;
  after: string;
  who: string;
  at: number;
}

/** What people write themselves. */
export interface Corrections {
  /**
   * Puts lines of the current version in the words of a person, whatever they were: of origin `hand`, without marks,
   * noted as edits, remembered before every answer, and to be written again. When no line lacks a translation any more,
   * the project is completed. Undefined while a worker has it.
   */
  correct(id: string, correcting: Correcting): Promise<HandSaved | undefined>;
  /** The edits of the current version, the oldest first. */
  edits(id: string): Promise<Edit[]>;
}
