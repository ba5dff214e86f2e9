export interface DatabaseHealth {
  /** The engine's version. */
  engine: string;
  encrypted: boolean;
  schema: number;
  /** The schema this program is written for. */
  newest: number;
  /** `ok`, or what is damaged. */
  integrity: string;
  bytes: number;
  walBytes: number;
}

/** Integers beyond 2^53 are texts, and bytes are texts like `x'00ff'`. */
export type Cell = string | number | null;

export interface Answered {
  /** None where the statement gives no rows. */
  columns: string[];
  rows: Cell[][];
  /** Rows that were inserted, updated or deleted. */
  changed: number;
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
   * `key` is that of the backup where it is not the database's own. Throws UserError for what is no backup.
   */
  restore(
    backup: string,
    options: { now: number; force: boolean; key?: string },
  ): Promise<{ replaced: string | null }>;
  /**
   * Writes the database anew under another key and puts that in its place; null is no key. Throws Transient while
   * anybody else has it open, and UserError where `from` does not fit it.
   */
  rekey(keys: { from: string | null; to: string | null }): Promise<void>;
  /** Runs one SQL statement; throws UserError for a wrong one, or for one that writes and may not. */
  answer(statement: string, options: { write: boolean }): Answered;
  /** Folds the write-ahead log back into the database, as far as that goes without waiting for readers or writers. */
  checkpoint(): void;
}
