import type { FolderFile, ScanFigures } from "../store/folders.js";

/** What came of a file that was looked at, or would come of it. */
export interface Looked {
  /** The path as it was found. */
  file: string;
  /** Languages it is added for; none where it was added before. */
  added: string[];
  /** Why it was left out, though nothing went wrong. */
  skipped?: string;
  /** It was left out for what it holds. */
  unfit?: true;
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

/** More reasons than a person reads are one. */
const MOST_REASONS = 10;
const OTHERS = "other reasons";

export function figuresOf(files: readonly Looked[], { seen, unchanged }: Seen): { figures: ScanFigures } {
  const added: Record<string, number> = {};
  for (const language of files.flatMap((one) => one.added)) added[language] = (added[language] ?? 0) + 1;
  const isSound = ({ skipped, error }: Looked) => skipped === undefined && error === undefined;
  const unreadable = unchanged.filter(({ outcome }) => outcome === "unreadable").length;
  const unfit = unchanged.flatMap(({ outcome, reason }) =>
    outcome === "unfit" && reason !== null ? reason : [],
  );
  const unseen = files.filter(({ file, later }) => !later && !seen.has(file)).length;
  return {
    figures: {
      files: seen.size + unseen,
      added,
      unchanged: unchanged.length - unreadable - unfit.length,
      known: files.filter((one) => isSound(one) && !one.added.length).length,
      unreadable: unreadable + files.filter(({ error, later }) => error !== undefined && !later).length,
      skipped: reasonsOf([...unfit, ...files.flatMap(({ skipped }) => skipped ?? [])]),
    },
  };
}

function reasonsOf(reasons: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    const name = counts.has(reason) || counts.size < MOST_REASONS ? reason : OTHERS;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
