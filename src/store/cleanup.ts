import type { Status } from "../core/model.js";

export interface Cleaning {
  /** What ended before this goes. */
  before: number;
  statuses: readonly Status[];
  /** Completed ones only if their translation was written somewhere. */
  exportedOnly: boolean;
  dryRun: boolean;
}

export interface Cleaned {
  projects: number;
  /** Rows of errors, requests, ticks and the audit log. */
  rows: number;
}

export interface Cleanup {
  /** Deletes by age, in small transactions, and gives the space back. */
  cleanup(cleaning: Cleaning): Promise<Cleaned>;
}
