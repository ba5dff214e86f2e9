import type { KindName, Status } from "../core/model.js";

export interface Cleaning {
  /** What ended before this goes. */
  before: number;
  /** The same for documents, which may go earlier; `before` if it is not given. */
  documentsBefore?: number;
  /** Only work of these kinds, and no history; all if it is not given. */
  kinds?: readonly KindName[];
  statuses: readonly Status[];
  /** Completed ones only if their translation was written somewhere. */
  exportedOnly: boolean;
  /** Lines of the memory that were last used on a day before this go; absent: none. */
  memoryBefore?: number;
  dryRun: boolean;
}

export interface Cleaned {
  projects: number;
  recordings: number;
  /** Documents made from templates. */
  jobs: number;
  /** Paths of copies of recordings that nothing needs any more. */
  uploads: string[];
  /** Rows of errors, requests, ticks and the audit log. */
  rows: number;
  /** Lines of the translation memory. */
  memoryLines: number;
}

export interface Cleanup {
  /** Deletes by age, in small transactions, and gives the space back. */
  cleanup(cleaning: Cleaning): Promise<Cleaned>;
}
