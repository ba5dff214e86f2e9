import type { KindName, Status } from "../core/model.js";

export interface Change {
  id: string;
  from: Status;
  to: Status | "deleted";
}

/** What operators do to work that is not in their hands. Each returns what it changed; a second time, nothing. */
export interface Changes {
  /** Cancels what has not completed. */
  cancel(kind: KindName, ids: readonly string[], now: number): Promise<Change[]>;
  /** Makes failed work pending again, and with it the failed recording whose transcript it waits for. */
  retryFailed(kind: KindName, ids: readonly string[], now: number): Promise<Change[]>;
  /** Deletes failed and cancelled work with all that hangs on it. */
  forget(kind: KindName, ids: readonly string[]): Promise<Change[]>;
}
