import type { HeardSegment } from "../heard.js";
import { widthOf } from "../text.js";
import { SECOND } from "../time.js";
import type { Finding, GuardCode } from "./guards.js";
import {
  BEYOND,
  FASTEST,
  IMPOSSIBLE,
  LONGEST,
  OVERLAPPING,
  ROUNDED,
  SHORT_ENOUGH,
  SLOWEST,
} from "./limits.js";
import { isSound, saidIn } from "./units.js";

/** Segments whose times can't be right, each with what is worst about it; and those over others. */
export function oddTimes(segments: readonly HeardSegment[], duration: number): Finding[] {
  const odd = segments.flatMap((segment, at): Finding[] => {
    const code = faultOf(segment, duration);
    const stretch = {
      start: Math.min(segment.start, segment.end),
      end: Math.max(segment.start, segment.end),
    };
    return code ? [{ code, segments: [at], stretch }] : [];
  });
  return [...odd, ...overlaps(segments)];
}

function faultOf({ start, end, text }: HeardSegment, duration: number): GuardCode | undefined {
  const said = saidIn(text);
  if (said === "") return undefined;
  if (end < start) return "backward";
  if (start >= duration) return "beyond";
  if (end > duration + BEYOND) return "overrun";
  if (end === start) return "timeless";
  const time = end - start;
  const speed = widthOf(text.trim()) / ((time + ROUNDED) / SECOND);
  if (speed > FASTEST) return speed > IMPOSSIBLE ? "fast" : "rushed";
  if (time > SHORT_ENOUGH && widthOf(said) / (time / SECOND) < SLOWEST && !isSound(text)) return "slow";
  return time > LONGEST ? "long" : undefined;
}

/** What begins while the same speaker, or nobody in particular, is still talking. */
function overlaps(segments: readonly HeardSegment[]): Finding[] {
  const latest = new Map<string | undefined, number>();
  return segments.flatMap(({ start, end, text, speaker }, at): Finding[] => {
    if (saidIn(text) === "" || end < start) return [];
    const until = latest.get(speaker) ?? Number.NEGATIVE_INFINITY;
    latest.set(speaker, Math.max(until, end));
    if (Math.min(until, end) - start <= OVERLAPPING) return [];
    return [{ code: "overlap", segments: [at], stretch: { start, end: Math.max(until, end) } }];
  });
}
