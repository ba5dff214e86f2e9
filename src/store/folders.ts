/** How the files of a watched folder are added. */
export interface FolderSettings {
  /** Canonical language tags, one at least. */
  targets: readonly string[];
  from: string | null;
  /** Languages of sources, the best first, where a film has several. */
  prefer: readonly string[];
  encoding: string | null;
  /** Of tables: the column to translate. */
  column: string | null;
  /** The first of LANES where it is null. */
  lane: string | null;
  exportDir: string | null;
  /** Whether recordings are transcribed, too. */
  recordings: boolean;
}

/** What a scan found. */
export interface ScanFigures {
  /** Files that may be translated, whatever became of them. */
  files: number;
  /** Files that were added, by language. */
  added: Record<string, number>;
  /** Recordings that were added; absent from figures of before there were any. */
  recordings?: number;
  /** Files whose size and time were those of an earlier scan: they were not read. */
  unchanged: number;
  /** Files that were read and had been added before. */
  known: number;
  unreadable: number;
  /** Files that were left out, as `countSkips` counts them. */
  skipped: Record<string, number>;
}

export interface Folder extends FolderSettings {
  id: number;
  /** Absolute. */
  path: string;
  createdAt: number;
  /** When the last scan began; null if none did with these settings. */
  scannedAt: number | null;
  /** What the last whole scan found. */
  figures: ScanFigures | null;
  /** Why the last scan could not look into it. */
  error: string | null;
}

/**
 * What became of a file: it was left out for its name or the files beside it (`skipped`) or for what it holds
 * (`unfit`), it can't be understood, or it could not even be opened.
 */
export type FileOutcome = "added" | "known" | "skipped" | "unfit" | "unreadable" | "unopened";

export interface FolderFile {
  /** Absolute. */
  path: string;
  /** Bytes. */
  size: number;
  modifiedMs: number;
  outcome: FileOutcome;
  reason: string | null;
}

/** What a scan brought. */
export interface Scanned {
  /** Null where the scan was not whole: those of the last one stay. */
  figures: ScanFigures | null;
  error: string | null;
  /** Files that are new, or of which something else is known now. */
  changed: readonly FolderFile[];
  /** Files that are no longer known. */
  gone: readonly string[];
}

/** Folders that are scanned for new and changed files. */
export interface Folders {
  /** In the order of their paths. */
  listFolders(): Promise<Folder[]>;
  /** Adds a folder, or gives it other settings: then all its files are looked at again, by the next tick. */
  saveFolder(folder: { path: string; settings: FolderSettings; now: number }): Promise<void>;
  /** False if there is none of this path. What was added from it stays. */
  removeFolder(path: string): Promise<boolean>;
  /** Whether the last scan of a folder began longer ago than the interval (milliseconds). */
  isScanDue(moment: ScanMoment): Promise<boolean>;
  /** Notes that a scan begins; false where one began within the interval. */
  beginScan(id: number, moment: ScanMoment): Promise<boolean>;
  /** What is known of the files of a folder. */
  folderFiles(id: number): Promise<FolderFile[]>;
  /** Stores what a scan brought, unless the folder was removed meanwhile. */
  endScan(id: number, scanned: Scanned): Promise<void>;
}

export interface ScanMoment {
  now: number;
  interval: number;
}
