import type { Heard, HeardSegment, Stretch } from "../heard.js";
import { SECOND } from "../time.js";
import type { SpeechMark } from "./guards.js";
import { joinSides, unheard } from "./seam.js";
import { lengthOf, mergeStretches } from "./stretches.js";

/** On both sides of what is asked for again: a recogniser needs to hear words from their beginning. */
const MARGIN = SECOND;

interface Planning {
  marks: readonly SpeechMark[];
  /** Of the recording. */
  duration: number;
  /** Milliseconds that one request may have; longer stretches are asked for in even pieces. */
  most: number;
}

/**
 * What to ask for again, each stretch alone and once: all that is marked, with a second around it, made one where it
 * touches, and cut to the recording.
 */
export function planRepairs({ marks, duration, most }: Planning): Stretch[] {
  const wide = marks.map(({ stretch: { start, end } }) => ({
    start: Math.max(0, Math.min(start, end) - MARGIN),
    end: Math.min(duration, Math.max(start, end) + MARGIN),
  }));
  return mergeStretches(wide).flatMap((stretch) => {
    const pieces = Math.ceil(lengthOf(stretch) / most);
    const length = lengthOf(stretch) / pieces;
    return Array.from({ length: pieces }, (_, nth) => ({
      start: Math.round(stretch.start + nth * length),
      end: Math.round(stretch.start + (nth + 1) * length),
    }));
  });
}

/** A stretch that was asked for again. */
export interface Repair {
  /** As it was planned. */
  stretch: Stretch;
  /** What was heard in it now, by times of the recording. */
  again: readonly HeardSegment[];
}

interface Repairing {
  heard: Heard;
  /** Of this very transcript: they name its segments by index. */
  marks: readonly SpeechMark[];
  /** In order; a stretch whose request failed is not among them, and stays as it was. */
  repairs: readonly Repair[];
}

/**
 * A transcript in which what was marked is what was heard the second time. What nothing was held against stays where the
 * second time has nothing for it, and text around a stretch that both times were heard is kept once.
 */
export function repaired({ heard, marks, repairs }: Repairing): Heard {
  const marked = new Set(marks.flatMap(({ segments }) => segments));
  const isReplaced = (segment: HeardSegment) =>
    repairs.some(({ stretch }) => stretch.start <= middleOf(segment) && middleOf(segment) <= stretch.end);
  const sound = heard.segments.filter((segment, at) => !marked.has(at) || !isReplaced(segment));
  return { ...heard, segments: repairs.reduce(splice, sound) };
}

function splice(segments: HeardSegment[], { stretch: { start, end }, again }: Repair): HeardSegment[] {
  const margin = Math.min(MARGIN, (end - start) / 2);
  const before = segments.filter((segment) => middleOf(segment) < start + margin);
  const after = segments.filter((segment) => middleOf(segment) >= end - margin);
  const inside = segments.slice(before.length, segments.length - after.length);
  const now = [...again, ...unheard(inside, again)].sort((a, b) => a.start - b.start);
  const first = joinSides({ before, after: now, overlap: { start, end: start + margin } });
  return joinSides({ before: first, after, overlap: { start: end - margin, end } });
}

const middleOf = ({ start, end }: Stretch) => (start + end) / 2;
