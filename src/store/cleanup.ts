import type { Status } from "../core/model.js";

export interface Cleaning {
  /** What ended before this goes. */
  before: number;
  statuses: readonly Status[];
  /** Completed ones only if their translation was written somewhere. */
  exportedOnly: boolean;
  /** Lines of the memory that were last used on a day before this go; absent: none. */
  memoryBefore?: number;
  dryRun: boolean;
}

export interface Cleaned {
  projects: number;
  /** Rows of errors, requests, ticks and the audit log. */
  rows: number;
  /** Lines of the translation memory. */
  memoryLines: number;
}

export interface Cleanup {
  /** Deletes by age, in small transactions, and gives the space back. */
  cleanup(cleaning: Cleaning): Promise<Cleaned>;
}
