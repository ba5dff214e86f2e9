import type { Stretch } from "../heard.js";
import { SECOND } from "../time.js";
import { lengthOf, mergeStretches } from "./stretches.js";

/** A part of a recording that is sent by itself. */
export interface PlannedPart extends Stretch {
  /** Whether it begins before the part before it ends: no silence was near, so a stretch is heard twice. */
  overlaps: boolean;
}

interface Cutting {
  /** Milliseconds. */
  duration: number;
  /** Of the file that would be sent in one piece. */
  bytes: number;
  /** As they were detected, in any order; those that touch are taken for one. */
  silences: readonly Stretch[];
  /** What one part may have; `Infinity` for no limit. A long recording is cut finely so that a kill costs one part. */
  most: { bytes: number; duration: number };
}

/** How far a cut may move from its even place to a silence, as Subtitle Edit has it. */
const REACH = 10 * SECOND;
/** Two cuts stay at least half an even part apart, so they are in order and never share a place. */
const REACH_OF_PART = 1 / 4;
/** Heard twice where no silence is near: several words, at little cost. */
const OVERLAP = 2 * SECOND;
const OVERLAP_OF_PART = 1 / 10;
/** A cut that can't be in the middle of a silence keeps this far from the speech around it. */
const EDGE = 250;

/**
 * Where a recording is cut: as few even parts as both limits allow, each cut moved to the middle of the nearest silence
 * within 10 seconds. Where there is none, the parts overlap by 2 seconds around the even place. One part more is planned
 * where the moved cuts would make a part longer than its limit. Bytes are taken to be spread evenly. A recording
 * without length has no parts.
 */
export function planCuts({ duration, bytes, silences, most }: Cutting): PlannedPart[] {
  if (!(duration > 0)) return [];
  const merged = mergeStretches(silences);
  const longest = Math.min(most.duration, bytes > 0 ? (most.bytes / bytes) * duration : Infinity);
  if (!(longest > 0)) throw new RangeError(`a part can't have at most ${longest} ms`);
  for (let count = Math.max(1, Math.ceil(duration / longest)); ; count++) {
    const parts = cutInto(count, duration, merged);
    if (parts.every((part) => lengthOf(part) <= longest)) return parts;
  }
}

function cutInto(count: number, duration: number, silences: readonly Stretch[]): PlannedPart[] {
  const even = duration / count;
  const half = Math.floor(Math.min(OVERLAP, even * OVERLAP_OF_PART) / 2);
  const parts: PlannedPart[] = [{ start: 0, end: duration, overlaps: false }];
  for (let nth = 1; nth < count; nth++) {
    const target = Math.round(nth * even);
    const silent = nearestSilence(target, silences, Math.min(REACH, even * REACH_OF_PART));
    const last = parts.at(-1)!;
    last.end = silent ?? target + half;
    parts.push({ start: silent ?? target - half, end: duration, overlaps: silent === undefined });
  }
  return parts;
}

/** The place nearest to a target at which nothing is cut in two; undefined where none is within reach. */
function nearestSilence(target: number, silences: readonly Stretch[], reach: number): number | undefined {
  const places = silences.flatMap(({ start, end }) => {
    const middle = (start + end) / 2;
    const place = Math.min(Math.max(middle, target - reach), target + reach);
    const isClear = place === middle || (place - start >= EDGE && end - place >= EDGE);
    return isClear ? [Math.round(place)] : [];
  });
  const distance = (place: number) => Math.abs(place - target);
  return places.reduce<number | undefined>(
    (best, place) => (best === undefined || distance(place) < distance(best) ? place : best),
    undefined,
  );
}
