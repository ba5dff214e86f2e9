export interface DatabaseHealth {
  /** The engine's version. */
  engine: string;
  schema: number;
  /** The schema this program is written for. */
  newest: number;
  /** `ok`, or what is damaged. */
  integrity: string;
  bytes: number;
  walBytes: number;
}

/** A database file as a whole, also one that can't be opened as a store. */
export interface DatabaseFile {
  path: string;
  /** Throws what opening throws. */
  inspect(): DatabaseHealth;
  /** A consistent copy while others write. */
  backup(to: string): void;
  /**
   * Replaces what the database holds by a backup, also for those who have it open; what was there is kept beside it.
   * Throws UserError for what is no backup.
   */
  restore(backup: string, options: { now: number; force: boolean }): Promise<{ replaced: string | null }>;
  /** Folds the write-ahead log back into the database. */
  checkpoint(): void;
}
