import type { HeardSegment } from "../heard.js";
import type { Finding } from "./guards.js";
import { COMPRESSED } from "./limits.js";
import { repeatingRuns, repeats } from "./runs.js";
import { isSound, isSpaceless, saidIn, unitsOf } from "./units.js";

/** The same text in three segments in a row; two or three texts in turn, four times. */
const LONGEST_TURN = 3;
const leastSegments = (period: number) => (period === 1 ? 3 : 4 * period);

/** Within a segment: six words or less, four times. People do say "no, no, no, no", so eight words it takes. */
const LONGEST_PHRASE = 6;
const leastWords = (period: number) => Math.max(8, 4 * period);
/** Characters, where words are not divided: a word has about two of them. */
const leastCharacters = (period: number) => Math.max(16, 4 * period);
const ENDLESS_WORD = /(.{1,4})\1{19,}/su;

/**
 * Text that repeats itself: from segment to segment, or within one. The first time is not held against it, for it may
 * well have been said; but all of it is heard again.
 */
export function textInLoops(segments: readonly HeardSegment[]): Finding[] {
  return [...loopsOver(segments), ...loopsWithin(segments)];
}

function loopsOver(segments: readonly HeardSegment[]): Finding[] {
  const spoken = segments.flatMap(({ text, speaker = "" }, at) => {
    const said = saidIn(text);
    return said === "" || isSound(text) ? [] : [{ at, said: `${speaker}: ${said}` }];
  });
  const runs = repeatingRuns(
    spoken.map(({ said }) => said),
    LONGEST_TURN,
    leastSegments,
  );
  return runs.map(({ from, length, period }) => {
    const run = spoken.slice(from, from + length).map(({ at }) => at);
    const start = segments[run[0]!]!.start;
    const end = Math.max(...run.map((at) => segments[at]!.end));
    return { code: "loop", segments: run.slice(period), stretch: { start, end } };
  });
}

function loopsWithin(segments: readonly HeardSegment[]): Finding[] {
  return segments.flatMap(({ text, start, end, compression = 0 }, at): Finding[] => {
    const code = loops(text) ? "loop" : compression > COMPRESSED ? "compressed" : undefined;
    return code ? [{ code, segments: [at], stretch: { start, end } }] : [];
  });
}

function loops(text: string): boolean {
  const words = unitsOf(text).map(({ word }) => word);
  const [longest, least] = isSpaceless(text)
    ? [2 * LONGEST_PHRASE, leastCharacters]
    : [LONGEST_PHRASE, leastWords];
  return repeats(words, longest, least) || ENDLESS_WORD.test(text);
}
