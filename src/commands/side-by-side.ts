import { meaningOf } from "../core/marks.js";
import { timestamp } from "../formats/timestamp.js";
import { dim, yellow } from "../print.js";
import { type Column, table } from "../table.js";

/** A line of a source beside its translation. */
export interface Pair {
  /** What stands before it, a cell for each title. */
  about: readonly string[];
  start: number | null;
  end: number | null;
  source: string;
  translation: string;
  notes: readonly string[];
}

const time = (ms: number | null) => (ms === null ? "?" : timestamp(ms, "."));

/** Lines beside their translations, wrapped to the terminal's width; a row each where there is no terminal. */
export function sideBySide(titles: readonly string[], pairs: readonly Pair[], width: number): string {
  const timed = pairs.some(({ start, end }) => start !== null || end !== null);
  const until = Number.isFinite(width) ? "\n" : " --> ";
  const columns: Column[] = [
    ...titles.map((title) => ({ title, wraps: true, paint: dim })),
    ...(timed ? [{ title: "TIME", wraps: true, paint: dim }] : []),
    { title: "SOURCE", wraps: true },
    { title: "TRANSLATION", wraps: true },
    { title: "MARKS", wraps: true, paint: yellow },
  ];
  const rows = pairs.map(({ about, start, end, source, translation, notes }) => [
    ...about,
    ...(timed ? [`${time(start)}${until}${time(end)}`] : []),
    source,
    translation,
    notes.join(", "),
  ]);
  return table(columns, rows, width);
}

/** What each mark that is present says, how often it is there, the most frequent first. */
export function legend(marks: readonly string[], meaning: (mark: string) => string = meaningOf): string {
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  const rows = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([mark, count]) => [mark, String(count), meaning(mark)]);
  const columns: Column[] = [
    { title: "MARK", paint: yellow },
    { title: "LINES", align: "right" },
    { title: "WHAT IT SAYS" },
  ];
  return rows.length ? table(columns, rows, Number.POSITIVE_INFINITY) : "";
}
