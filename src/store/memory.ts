import type { CheckCode } from "../core/checks.js";
import type { ClaimedProject } from "./projects.js";

/** Translations are shared between projects only where all of this is the same. */
export interface MemoryScope {
  /** The server or program. */
  endpoint: string;
  model: string | null;
  /** What a translation is; the wording that asks for one is no part of it. */
  version: string;
  from: string | null;
  to: string;
}

/** Where corrections by people are shared: between projects of these languages, whoever translates. */
export type Corrections = Pick<MemoryScope, "version" | "from" | "to">;

export interface Recalled {
  index: number;
  text: string;
  marks: CheckCode[];
}

export interface Forgetting {
  from?: string;
  to?: string;
  /** Whose scopes are known though nothing says so: those of before schema 4. */
  asked: Pick<MemoryScope, "endpoint" | "model" | "version">;
}

/** The translation memory: what was once answered is never paid for again. Batches fill it (see Lines). */
export interface Memory {
  /**
   * Open lines, all or of these, that a person corrected before or that were translated under the same settings: as
   * far as the project recalls any. A correction goes before an answer.
   */
  recall(project: ClaimedProject, scope: MemoryScope, lines?: readonly number[]): Promise<Recalled[]>;
  /** Indexes of the lines, done or not, that were translated under the same settings, proved at their place or not. */
  remembered(project: ClaimedProject, scope: MemoryScope): Promise<number[]>;
  /** Which of these texts would be recalled: they were corrected, or translated under the same settings. */
  knownTexts(scope: MemoryScope, texts: readonly string[]): Promise<string[]>;
  /** Deletes what is remembered between these languages; all if none is named. Returns how many lines. */
  forgetMemory(which: Forgetting): Promise<number>;
}
