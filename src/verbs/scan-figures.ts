import { countSkips, type Skipped, type SkipReason } from "../core/skips.js";
import type { FolderFile, ScanFigures } from "../store/folders.js";

/** What came of a file that was looked at, or would come of it. */
export interface Looked {
  /** The path as it was found. */
  file: string;
  /** Languages it is added for. */
  added: string[];
  /** Of a recording: whether it is new. */
  recording?: "added" | "known";
  /** Languages it has projects for, these included; of a recording, those it was added with. */
  there: string[];
  /** Why it was left out, for one language or for all (`to` is null), though nothing went wrong. */
  skips: (Pick<Skipped, "to" | "reason"> & { why: string })[];
  error?: string;
  hint?: string;
  /** An earlier scan found the same. */
  again?: true;
  /** Nothing is wrong with the file, and no file after it was looked at. */
  later?: true;
}

/** What a scan of one folder found. */
export interface FolderScan {
  path: string;
  targets: readonly string[];
  figures: ScanFigures;
  /** The files that were looked at: those that are as an earlier scan left them are not. */
  files: Looked[];
  /** Why it could not be looked into; then nothing has changed. */
  away?: string;
  hint?: string;
  /** Why it ended before all files were looked at: the rest is for the next scan. */
  stopped?: string;
}

interface Seen {
  seen: ReadonlyMap<string, unknown>;
  unchanged: readonly FolderFile[];
}

export function figuresOf(files: readonly Looked[], { seen, unchanged }: Seen): { figures: ScanFigures } {
  const added: Record<string, number> = {};
  for (const language of files.flatMap((one) => one.added)) added[language] = (added[language] ?? 0) + 1;
  const recordings = files.filter(({ recording }) => recording === "added").length;
  const unreadable = unchanged.filter(({ outcome }) => outcome === "unreadable").length;
  const unfit = unchanged.flatMap(({ path, outcome, reason }) =>
    outcome === "unfit" ? { path, reason: reason as SkipReason } : [],
  );
  const unread = files.filter(({ file, later }) => !later && !seen.has(file)).length;
  const left = files.flatMap(({ file: path, skips }) => skips.map(({ reason }) => ({ path, reason })));
  return {
    figures: {
      files: seen.size + unread,
      added,
      ...(recordings ? { recordings } : {}),
      unchanged: unchanged.length - unreadable - unfit.length,
      known: files.filter((one) => one.there.length > 0 && !isNew(one)).length,
      unreadable: unreadable + files.filter(({ error, later }) => error !== undefined && !later).length,
      skipped: countSkips([...unfit, ...left]),
    },
  };
}

/** Whether something of it was added, or would be. */
export const isNew = ({ added, recording }: Pick<Looked, "added" | "recording">): boolean =>
  added.length > 0 || recording === "added";
