import type { HeardSegment, Stretch } from "../heard.js";
import { lengthOf, mergeStretches, shareCovered } from "./stretches.js";
import { saidIn, type Unit, unitsOf } from "./units.js";

/** Words that are compared on either side of a seam: more than anybody says in the seconds heard twice. */
const MOST_WORDS = 12;
/** A word that a cut went through is heard wrong; what is repeated beside it must be two words, not one by chance. */
const LEAST_BESIDE_A_CUT = 2;

interface Sides {
  /** In order, by times of the whole recording. */
  before: readonly HeardSegment[];
  after: readonly HeardSegment[];
  /** What both sides have heard; without length where they only touch. */
  overlap: Stretch;
}

/**
 * Two neighbouring transcripts as one. Where both heard the same stretch, each segment goes by its midpoint to one side;
 * what only the other side heard is kept, and words that end one side and begin the other are kept once.
 */
export function joinSides({ before, after, overlap }: Sides): HeardSegment[] {
  if (lengthOf(overlap) === 0) return [...before, ...after];
  const border = (overlap.start + overlap.end) / 2;
  const middle = ({ start, end }: HeardSegment) => (start + end) / 2;
  const [early, lateStrays] = divide(before, (segment) => middle(segment) < border);
  const [late, earlyStrays] = divide(after, (segment) => middle(segment) >= border);
  const left = [...early, ...unheard(lateStrays, late)];
  const right = [...unheard(earlyStrays, early), ...late];
  return withoutRepeat(left, right, overlap);
}

function divide<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** Of what one side has, in order, all that the other has next to nothing of. */
export function unheard(strays: readonly HeardSegment[], others: readonly HeardSegment[]): HeardSegment[] {
  const heard = mergeStretches(others);
  return strays.filter(
    (stray) =>
      shareCovered(stray, heard) < 1 / 2 &&
      !others.some(({ text }) => saidIn(text).includes(saidIn(stray.text))),
  );
}

/** Takes from the later side the words that the earlier one ends with, if both reach into what was heard twice. */
function withoutRepeat(left: HeardSegment[], right: HeardSegment[], overlap: Stretch): HeardSegment[] {
  const last = left.at(-1);
  const first = right[0];
  if (!last || !first || last.end <= overlap.start || first.start >= overlap.end) return [...left, ...right];
  const repeat = repeatOf(last.text, first.text);
  if (!repeat) return [...left, ...right];
  const kept = { ...last, text: last.text.slice(0, repeat.leftEnd).trimEnd() };
  const rest = first.text.slice(repeat.rightStart).trimStart();
  if (saidIn(rest) === "") return [...left.slice(0, -1), kept, ...right.slice(1)];
  const start = Math.min(Math.max(first.start, last.end), first.end);
  return [...left.slice(0, -1), kept, { ...first, start, text: rest }, ...right.slice(1)];
}

/** Where to end the one text and begin the other, so that what both say is said once; undefined if nothing is. */
function repeatOf(left: string, right: string): { leftEnd: number; rightStart: number } | undefined {
  const [ends, begins] = [unitsOf(left), unitsOf(right)];
  for (let count = Math.min(MOST_WORDS, ends.length, begins.length); count > 0; count--) {
    for (const [cutLeft, cutRight] of SKIPS) {
      const said = ends.slice(ends.length - cutLeft - count, ends.length - cutLeft);
      const again = begins.slice(cutRight, cutRight + count);
      if (ends.length < count + cutLeft || !isSame(said, again, cutLeft + cutRight)) continue;
      return {
        leftEnd: cutLeft ? ends[ends.length - cutLeft]!.at : left.length,
        rightStart: begins[cutRight + count]?.at ?? right.length,
      };
    }
  }
  return undefined;
}

/** Words that a cut went through: none, the last of the earlier side, the first of the later one, or both. */
const SKIPS = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

function isSame(one: readonly Unit[], other: readonly Unit[], skipped: number): boolean {
  const letters = one.reduce((sum, { word }) => sum + word.length, 0);
  if (letters < 2 || (skipped > 0 && one.length < LEAST_BESIDE_A_CUT)) return false;
  return one.length === other.length && one.every(({ word }, at) => word === other[at]!.word);
}
