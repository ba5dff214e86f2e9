import type { Stretch } from "../heard.js";
import { HOUR, MINUTE, SECOND } from "../time.js";

/** ffmpeg's silencedetect ends a silence and begins the next one within a fraction of a millisecond. */
const TOUCHING = 20;

/** Stretches in order, those that overlap or all but touch made one; what has no length is dropped. */
export function mergeStretches(stretches: readonly Stretch[], apart = TOUCHING): Stretch[] {
  const merged: Stretch[] = [];
  const sorted = stretches.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  for (const { start, end } of sorted) {
    const last = merged.at(-1);
    if (last && start <= last.end + apart) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

export const lengthOf = ({ start, end }: Stretch) => Math.max(0, end - start);

export const totalOf = (stretches: readonly Stretch[]) =>
  stretches.reduce((sum, stretch) => sum + lengthOf(stretch), 0);

/** What merged stretches leave free of a whole. */
export function gapsOf(merged: readonly Stretch[], whole: Stretch): Stretch[] {
  const gaps: Stretch[] = [];
  let from = whole.start;
  for (const { start, end } of merged) {
    gaps.push({ start: from, end: Math.min(start, whole.end) });
    from = Math.max(from, end);
  }
  gaps.push({ start: from, end: whole.end });
  return gaps.filter((gap) => lengthOf(gap) > 0);
}

/** The parts of merged stretches that lie in another one: found by halving, since there are thousands of each. */
export function within(merged: readonly Stretch[], { start, end }: Stretch): Stretch[] {
  let low = 0;
  let high = merged.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (merged[middle]!.end > start) high = middle;
    else low = middle + 1;
  }
  const inside: Stretch[] = [];
  for (let at = low; at < merged.length && merged[at]!.start < end; at++) {
    inside.push({ start: Math.max(start, merged[at]!.start), end: Math.min(end, merged[at]!.end) });
  }
  return inside;
}

/** The share of a stretch, from 0 to 1, that merged stretches cover; 0 where it has no length. */
export const shareCovered = (stretch: Stretch, merged: readonly Stretch[]) =>
  lengthOf(stretch) === 0 ? 0 : totalOf(within(merged, stretch)) / lengthOf(stretch);

/** `00:12:04 to 00:12:31`, for people. */
export const spanText = ({ start, end }: Stretch) => `${clockText(start)} to ${clockText(end)}`;

function clockText(ms: number): string {
  const pair = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const time = Math.max(0, ms);
  return [time / HOUR, (time % HOUR) / MINUTE, (time % MINUTE) / SECOND].map(pair).join(":");
}
