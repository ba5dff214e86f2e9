import { baseOf } from "../languages.js";
import { widthOf } from "../text.js";
import { type CheckedLine, type CheckOptions, withoutMarks } from "./line.js";

/**
 * Columns a language takes for what English says in one: about what films and news show, held-out ones too. Dutch,
 * Danish, Norwegian, Ukrainian, Bulgarian and Korean are in neither, and are set like their neighbours.
 */
const VERBOSITY: Record<string, number> = {
  en: 1,
  es: 1.1,
  fr: 1.17,
  de: 1.15,
  it: 1.08,
  pt: 1.1,
  sv: 1,
  da: 1,
  no: 1,
  nb: 1,
  nl: 1.1,
  ja: 0.8,
  zh: 0.65,
  ko: 0.8,
  ar: 0.87,
  he: 0.82,
  ru: 1.02,
  uk: 1.02,
  bg: 1.05,
  hi: 1.05,
  th: 0.95,
  ka: 1.2,
};

/** Fewer lines, or fewer columns, do not show what the ratio of two languages is. */
const LEAST_LINES = 5;
const LEAST_COLUMNS = 150;
/** A whole batch this much shorter than its document or its languages explain is cut in each of its lines. */
const CUT_SHARE = 0.6;

/** Variance of a translation's length per column, as Gale and Church measured it (1993), rounded up. */
const VARIANCE = 7;
/** What is taken for true of any document until its own lines show it: these weigh as much as 15 of them. */
const USUAL = { lines: 15, spread: 0.65 ** 2, losses: 0.03 };
/** One cut line does not excuse another: no deviation counts for more in a document's spread. */
const MOST_SPREAD = 4;
/**
 * How improbable a line must be for a whole one, as a negative logarithm: more among more lines, of which one may be
 * short by chance. Set on lines that are not held out.
 */
const LIMIT = 3.7;
const limitAmong = (lines: number) => LIMIT + Math.log(Math.max(10, lines));
/** A line that was cut off seldom keeps its end: one that does must be the more improbable. */
const KEEPS_END = 3;
/** In a batch that is cut as a whole, a line this much shorter than expected is cut, in standard deviations. */
const CUT_WITH_ALL = -0.5;

/** A source and its translation, as far as their lengths go. */
interface Measured {
  before: number;
  after: number;
  /** Whether the source ends with a mark. */
  hasEnd: boolean;
  /** A cut line also loses the mark it ended with; in some languages and films all lines do. */
  losesEnd: boolean;
}

/**
 * Lines that are too short: cut off, or left out in part. What is too short is learnt from the lines of the same
 * document that were translated before and from the batch itself: how long translations are, how much that varies, and
 * whether they keep the marks that their sources end with.
 */
export function cutLines(lines: readonly CheckedLine[], { from, to, accepted = [] }: CheckOptions): number[] {
  const batch = lines.map(({ source, reply }) => (reply === undefined ? undefined : measure(source, reply)));
  const answered = batch.filter((line) => line !== undefined);
  const earlier = accepted.map(({ source, translation }) => measure(source, translation));
  const known = ratioOf(earlier) ?? (from === null ? undefined : usualRatio(from, to));
  const own = ratioOf(answered);
  const allCut = own !== undefined && known !== undefined && own < known * CUT_SHARE;
  const shown = allCut ? earlier : [...earlier, ...answered];
  const ratio = allCut ? known : (ratioOf(shown) ?? known);
  if (ratio === undefined) return [];
  const limit = limitAmong(lines.length);
  const isCut = (line: Measured) => {
    const others = shown.filter((other) => other !== line);
    const z = deviation(line, allCut ? ratio : (ratioOf(others) ?? ratio));
    if (allCut && z < CUT_WITH_ALL) return true;
    return z < 0 && improbability(line, z, habitsOf(others, ratio)) > limit;
  };
  return batch.flatMap((line, at) => (line && isCut(line) ? [at] : []));
}

interface Habits {
  /** How many lines they were learnt from, the usual ones included. */
  lines: number;
  /** Variance of the deviations. */
  spread: number;
  /** The share of lines that lose the mark their source ends with. */
  losses: number;
}

function habitsOf(shown: readonly Measured[], ratio: number): Habits {
  const lines = USUAL.lines + shown.length;
  const squares = shown.map((line) => Math.min(deviation(line, ratio) ** 2, MOST_SPREAD));
  const ended = shown.filter(({ hasEnd }) => hasEnd);
  const lost = ended.filter(({ losesEnd }) => losesEnd);
  return {
    lines,
    spread: squares.reduce((sum, square) => sum + square, USUAL.spread * USUAL.lines) / lines,
    losses: (lost.length + USUAL.losses * USUAL.lines) / (ended.length + USUAL.lines),
  };
}

/** By Student's distribution, since a few lines show the spread roughly, and by what losing or keeping its end says. */
function improbability({ losesEnd }: Measured, z: number, { lines, spread, losses }: Habits): number {
  const length = ((lines + 1) / 2) * Math.log(1 + z ** 2 / spread / lines);
  return losesEnd ? length - Math.log(losses) : length - KEEPS_END;
}

const measure = (source: string, translation: string): Measured => ({
  before: widthOf(withoutMarks(source).trim()),
  after: widthOf(withoutMarks(translation).trim()),
  hasEnd: END.test(source.trim()),
  losesEnd: losesEnd(source, translation),
});

/** The ratio of lengths that lines show; undefined where they are too few. */
function ratioOf(lines: readonly Measured[]): number | undefined {
  const before = lines.reduce((sum, line) => sum + line.before, 0);
  const after = lines.reduce((sum, line) => sum + line.after, 0);
  return lines.length >= LEAST_LINES && before >= LEAST_COLUMNS ? after / before : undefined;
}

function usualRatio(from: string, to: string): number | undefined {
  const [source, target] = [VERBOSITY[baseOf(from)], VERBOSITY[baseOf(to)]];
  return source && target ? target / source : undefined;
}

const deviation = ({ before, after }: Measured, ratio: number) =>
  (after - before * ratio) / Math.sqrt(((before * ratio + after) / 2 + 1) * VARIANCE);

const END = /[.!?…。！？؟।,،、，:：;"'”’»」』)\]♪-]$/u;

/** Whether a sentence lost its end. Marks that stand at the wrong end of right-to-left lines count as well. */
const losesEnd = (source: string, reply: string) =>
  END.test(source.trim()) && !END.test(reply.trim()) && !/^[.!?…,:؟،]/u.test(reply.trim());
