/** A finished piece of work as a file. */
export interface PieceFile {
  name: string;
  bytes: Uint8Array;
  /** What it is of, as it is remembered: a recording's path, a job's id. */
  source: string;
  /** Empty where it has none. */
  language: string;
  /** Where it goes if nothing else is said. */
  usual: string;
  /** The subfolders of the folder that was added; empty for what was named itself. */
  subfolder: string;
  /** A file whose mode and owner it takes there. */
  like?: string;
}
