import type { KindName } from "../core/model.js";
import type { Claim } from "./claim.js";

/** A piece of work of any kind. */
export type WorkId = Pick<Claim, "kind" | "id">;

/** The file of a transcript or document. */
interface WrittenPiece {
  path: string;
  bytes: Uint8Array;
  /** The recording's path; the job's id for a document. */
  source: string;
  /** Empty where it has none. */
  language: string;
  now: number;
}

export interface WrittenFile {
  path: string;
  bytes: Uint8Array;
  /** False for a part, which counts as a written file but not as the translation. */
  whole: boolean;
  /** The project's revision when its lines were read. */
  revision: number;
  now: number;
}

/** A finished file in this worker's hands. */
export interface Delivery {
  id: string;
  /** How often it could not be written, its disk being away or full. */
  tries: number;
}

/** Whose translation stands or will stand at a path. */
export interface Owner {
  path: string;
  /** The source's path. */
  source: string;
  /** Whether the file was written; false for a project that is to be written there. */
  written: boolean;
}

/** What was written where, and what is still to be written. */
export interface Deliveries {
  /**
   * Remembers where a project's translation was written, and with which bytes. One that was changed since its lines
   * were read is still to be written.
   */
  markExported(id: string, file: WrittenFile): Promise<void>;
  /** Whether these bytes were last written to this path here, for the same source and language as this project's. */
  isOurs(id: string, file: { path: string; bytes: Uint8Array }): Promise<boolean>;
  /** Remembers where the transcript of a recording, or a document, was written. */
  markPieceExported(work: WorkId, file: WrittenPiece): Promise<void>;
  /** Whether these bytes were last written to this path here, for the same source and language. */
  isOurPiece(file: Omit<WrittenPiece, "now">): Promise<boolean>;
  /** Whose translations these paths hold, or will hold once projects that neither failed nor were cancelled are written. */
  ownersOf(paths: readonly string[]): Promise<Owner[]>;
  /** Whether a finished file waits to be written. */
  hasDeliveries(now: number): Promise<boolean>;
  /** Takes one completed piece of work of a kind whose file is to be written; others that take meanwhile get another. */
  claimDelivery(kind: KindName, now: number): Promise<Delivery | undefined>;
  /** Gives it back for another time. */
  releaseDelivery(work: WorkId): Promise<void>;
  /** Why a file could not be written yet, and when it is tried again. */
  postponeDelivery(work: WorkId, next: { message: string; at: number }): Promise<void>;
  /** Why a file could not be written; it is not tried again. */
  noteExportError(work: WorkId, message: string): Promise<void>;
  /** Why a file is not to be written after all. */
  skipDelivery(work: WorkId, reason: string): Promise<void>;
  /** The newest project of a newer version of the same file, in the same language, and where it was written. */
  newerVersion(id: string): Promise<{ id: string; exportedPath: string | null } | undefined>;
  /** How many finished files could not be written. */
  undelivered(): Promise<number>;
  /** Completed projects that were never written anywhere, but for older versions. */
  unexported(): Promise<string[]>;
  /** Completed projects that were written, and where, but for older versions. */
  exported(): Promise<{ id: string; path: string }[]>;
  /** Every path that was written to. */
  writtenPaths(): Promise<string[]>;
}
