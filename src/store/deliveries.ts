export interface WrittenFile {
  path: string;
  bytes: Uint8Array;
  /** False for a part, which counts as a written file but not as the translation. */
  whole: boolean;
  now: number;
}

/** What was written where, and what is still to be written. */
export interface Deliveries {
  /** Remembers where a project's translation was written, and with which bytes. */
  markExported(id: string, file: WrittenFile): Promise<void>;
  /** Whether these bytes were last written to this path here, for the same source and language as this project's. */
  isOurs(id: string, file: { path: string; bytes: Uint8Array }): Promise<boolean>;
  /** Whether this file is a translation that was written here. */
  isExported(path: string): Promise<boolean>;
  /** Whether a finished file waits to be written. */
  hasDeliveries(now: number): Promise<boolean>;
  /** Takes one completed project whose file is to be written; others that take meanwhile get another. */
  claimDelivery(now: number): Promise<string | undefined>;
  /** Gives it back for another time. */
  releaseDelivery(id: string): Promise<void>;
  /** Why a file could not be written; it is not tried again. */
  noteExportError(id: string, message: string): Promise<void>;
  /** How many finished files could not be written. */
  undelivered(): Promise<number>;
  /** Completed projects that were never written anywhere. */
  unexported(): Promise<string[]>;
}
