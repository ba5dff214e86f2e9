interface Words {
  /** What is counted, for a sum: `1 link`. */
  one: string;
  many: string;
  /** What is said of one file; `by` is the other file that it is about. */
  why: (by: string) => string;
}

const always = (words: string, why: Words["why"]): Words => ({ one: words, many: words, why });

/** Why a file that looks like a source is not translated, though nothing went wrong. */
export const SKIPS = {
  exists: always("already translated", (by) => `${by} is there, and transcron did not write it`),
  subtitled: {
    one: "recording with subtitles",
    many: "recordings with subtitles",
    why: (by) => `${by} is there, so it needs no transcript`,
  },
  same: always("in a target language", () => "it is in that language by its name"),
  spoken: always("written in a target language", () => "its text is in that language already"),
  written: always("written by transcron", () => "transcron wrote it, so it is not a source"),
  preferred: always("in favour of another source", (by) => `${by} is translated instead`),
  taken: always("whose target is another source's", (by) => `the translation of ${by} goes there`),
  recent: always("still changing", () => "it changed less than 10 seconds ago and is left for the next time"),
  unreadable: always("not readable", () => "transcron can't read this format"),
  output: always("in the export folder", () => "it is in the folder that translations are written to"),
  column: {
    one: "table whose column is not named",
    many: "tables whose column is not named",
    why: (by) => by,
  },
  link: { one: "link", many: "links", why: () => "it is a link, and links are not followed" },
  unnamable: {
    one: "name that is not UTF-8",
    many: "names that are not UTF-8",
    why: () => "its name is not UTF-8, so it is left out until it is renamed",
  },
  closed: {
    one: "folder that can't be opened",
    many: "folders that can't be opened",
    why: (by) => `it can't be opened: ${by}`,
  },
} as const satisfies Record<string, Words>;

export type SkipReason = keyof typeof SKIPS;

/** Reasons that lie in what a file holds, and stay while the file is the same. */
const OF_CONTENT: readonly SkipReason[] = ["spoken", "column"];
export const isOfContent = (reason: SkipReason): boolean => OF_CONTENT.includes(reason);

/** A file that is left out, for one target language or for all. */
export interface Skipped {
  path: string;
  /** Null where no language matters. */
  to: string | null;
  reason: SkipReason;
  /** The other file that the reason is about, or what was wrong. */
  by?: string;
}

/** Why a file is left out, as a sentence: `into fr: film.fre.srt is there, …`. */
export function whySkipped({ to, reason, by = "another file" }: Omit<Skipped, "path">): string {
  const why = SKIPS[reason].why(by);
  return to === null ? why : `into ${to}: ${why}`;
}

/** Files that were left out, by reason; what can't be read also by its ending: `unreadable .sub`. */
type SkipCounts = Record<string, number>;

const ORDER = Object.keys(SKIPS) as SkipReason[];

/** A file that is left out for several reasons counts for the first of them in the table. */
export function countSkips(skipped: readonly Pick<Skipped, "path" | "reason">[]): SkipCounts {
  const first = new Map<string, SkipReason>();
  for (const { path, reason } of skipped) {
    const before = first.get(path);
    if (before === undefined || ORDER.indexOf(reason) < ORDER.indexOf(before)) first.set(path, reason);
  }
  const counts: SkipCounts = {};
  for (const [path, reason] of first) {
    const ending = reason === "unreadable" ? ` ${/\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? ""}` : "";
    counts[reason + ending] = (counts[reason + ending] ?? 0) + 1;
  }
  return counts;
}

/** `12 already translated, 3 .sub not readable, 2 links`; empty if there is none. */
export function sumOfSkips(counts: SkipCounts): string {
  return Object.entries(counts)
    .map(([key, count]) => ({ ...parted(key), count }))
    .sort((a, b) => ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason) || b.count - a.count)
    .map(({ reason, ending, count }) => {
      const { one, many } = SKIPS[reason];
      return [count, ending, count === 1 ? one : many].filter((word) => word !== "").join(" ");
    })
    .join(", ");
}

function parted(key: string): { reason: SkipReason; ending: string } {
  const [reason = "", ending = ""] = key.split(" ");
  return { reason: reason as SkipReason, ending };
}
