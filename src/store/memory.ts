import type { CheckCode } from "../core/checks.js";
import type { ClaimedProject } from "./projects.js";

/** Translations are shared between projects only where all of this is the same. */
export interface MemoryScope {
  provider: string;
  model: string | null;
  promptVersion: string;
  from: string | null;
  to: string;
}

/** The translation memory: what was once answered is never paid for again. Batches fill it (see Lines). */
export interface Memory {
  /** Open lines that were translated before under the same settings. */
  recall(
    project: ClaimedProject,
    scope: MemoryScope,
  ): Promise<{ index: number; text: string; marks: CheckCode[] }[]>;
}
