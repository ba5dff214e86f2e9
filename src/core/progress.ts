import { widthOf } from "./text.js";
import { HOUR, MINUTE, SECOND } from "./time.js";

/** How much of something is done. */
export interface Share {
  done: number;
  total: number;
}

/** How far a piece of work is, and what it is called. */
export interface Progress extends Share {
  title: string;
}

/** How far all the work is that a run may do. */
export interface Whole {
  files: Share;
  lines: Share;
}

/** Progress that is watched: from when on, and how much was done then. */
export interface Watched extends Share {
  since: number;
  from: number;
}

/** The same, further on; the pace is that of the time it was watched. */
export const watched = (before: Watched | undefined, { done, total }: Share, now: number): Watched => ({
  since: before?.since ?? now,
  from: before?.from ?? done,
  done,
  total,
});

/** What is left now, as a share: work that was added meanwhile makes the total larger, never the part that is done smaller. */
export const shareOf = ({ done, total }: Share, left: number): Share =>
  left > total - done ? { done, total: done + left } : { done: total - left, total };

/** Units per second since it is watched; undefined while nothing was done. */
function rateOf({ since, from, done }: Watched, now: number): number | undefined {
  return now > since && done > from ? ((done - from) * SECOND) / (now - since) : undefined;
}

const leftAt = (rate: number, { done, total }: Share) =>
  `${roughly(Math.ceil((total - done) / rate) * SECOND)} left`;

/** `40 s`, `8 min`, `2 h 10 min`: an estimate is no more exact than that. */
function roughly(ms: number): string {
  if (ms < MINUTE) return `${ms / SECOND} s`;
  const minutes = Math.round(ms / MINUTE);
  const hours = Math.floor((minutes * MINUTE) / HOUR);
  const rest = minutes - hours * (HOUR / MINUTE);
  return [hours ? `${hours} h` : "", rest || !hours ? `${rest} min` : ""].filter(Boolean).join(" ");
}

const LONGEST_BAR = 40;
const SHORTEST_BAR = 10;

/** `talk.srt → fr ████████░░░░ 14/31  2.1/s  8 s left`, within so many columns. */
export function drawBar(
  title: string,
  bar: Watched,
  { now, columns }: { now: number; columns: number },
): string {
  const rate = rateOf(bar, now);
  const figures = ` ${bar.done}/${bar.total}${rate ? `  ${rate.toFixed(1)}/s  ${leftAt(rate, bar)}` : ""}`;
  const name = cut(title, Math.max(0, columns - figures.length - SHORTEST_BAR - 2));
  const width = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, columns - figures.length - widthOf(name) - 2));
  const full = Math.round((bar.done / Math.max(1, bar.total)) * width);
  return `${name} ${"█".repeat(full)}${"░".repeat(width - full)}${figures}`;
}

/** `12 of 156 files, 3,410 of 51,000 lines, 8 min left`. */
export function describeWhole(files: Share, lines: Watched, now: number): string {
  const rate = rateOf(lines, now);
  const of = ({ done, total }: Share) => `${grouped(done)} of ${grouped(total)}`;
  return `${of(files)} files, ${of(lines)} lines${rate ? `, ${leftAt(rate, lines)}` : ""}`;
}

const grouped = (count: number) => count.toLocaleString("en");

/** The beginning of a name and its end, which tells files of one series apart. */
function cut(title: string, columns: number): string {
  if (widthOf(title) <= columns) return title;
  const kept = [...title];
  while (kept.length > 0 && widthOf(kept.join("")) + 1 > columns) kept.splice(kept.length >> 1, 1);
  kept.splice(kept.length >> 1, 0, "…");
  return kept.join("");
}
