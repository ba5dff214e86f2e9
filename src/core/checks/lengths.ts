import { baseOf } from "../languages.js";
import { widthOf } from "../text.js";
import { type Check, type CheckedLine, type CheckOptions, withoutMarks } from "./line.js";
import type { CheckCode } from "./marks.js";

/**
 * From here on a reply is not stored at all. It is five times the length that is doubted, and not one of 36,583
 * lines translated by people reaches even that; a translation of a short line may be long, but not 2,000 characters.
 */
const ENDLESS_TIMES = 20;
const ENDLESS_WIDTH = 2000;

/** Lengths that no language explains. */
export const lengths: Check = ({ source, reply }) => {
  const [before, after] = [widthOf(source), widthOf(reply)];
  if (after > before * ENDLESS_TIMES && after > ENDLESS_WIDTH) return ["endless"];
  if (after > before * 4 + 60) return ["overlong"];
  return before > 40 && after < before / 6 ? ["tooshort"] : [];
};

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

/** Variance of a translation's length per column, as Gale and Church measured it (1993), rounded up. */
const VARIANCE = 7;
const LEAST_Z = -3;
/** A cut line also loses the mark it ended with. */
const LEAST_Z_WITHOUT_END = -1.6;
/** Fewer lines, or fewer columns, do not show what a batch's ratio is. */
const LEAST_LINES = 5;
const LEAST_COLUMNS = 150;
/** A whole batch this much shorter than its languages explain is cut in each of its lines. */
const CUT_SHARE = 0.6;

/** Lines that are too short for what their batch and their languages show: cut off, or left out in part. */
export function cutLines(lines: readonly CheckedLine[], { from, to }: CheckOptions): number[] {
  const measured = lines.map(({ source, reply }) => ({
    before: widthOf(withoutMarks(source).trim()),
    after: reply === undefined ? undefined : widthOf(withoutMarks(reply).trim()),
  }));
  const answered = measured.filter(({ after }) => after !== undefined);
  const sum = (of: (line: { before: number; after: number | undefined }) => number) =>
    answered.reduce((total, line) => total + of(line), 0);
  const [before, after] = [sum((line) => line.before), sum((line) => line.after!)];
  const own = answered.length >= LEAST_LINES && before >= LEAST_COLUMNS ? after / before : undefined;
  const expected = from === null ? undefined : expectedRatio(from, to);
  if (own === undefined && expected === undefined) return [];
  const allCut = own !== undefined && expected !== undefined && own < expected * CUT_SHARE;
  const ratio = allCut ? expected! : (own ?? expected!);
  return lines.flatMap(({ source, reply }, at) => {
    if (reply === undefined) return [];
    const z = deviation(measured[at]!.before * ratio, measured[at]!.after!);
    const limit = losesEnd(source, reply) ? LEAST_Z_WITHOUT_END : LEAST_Z;
    return z < limit || (allCut && z < -1) ? [at] : [];
  });
}

function expectedRatio(from: string, to: string): number | undefined {
  const [source, target] = [VERBOSITY[baseOf(from)], VERBOSITY[baseOf(to)]];
  return source && target ? target / source : undefined;
}

const deviation = (expected: number, found: number) =>
  (found - expected) / Math.sqrt(((expected + found) / 2 + 1) * VARIANCE);

const END = /[.!?…。！？؟।,،、，:：;"'”’»」』)\]♪-]$/u;

/** Whether a sentence lost its end. Marks that stand at the wrong end of right-to-left lines count as well. */
const losesEnd = (source: string, reply: string) =>
  END.test(source.trim()) && !END.test(reply.trim()) && !/^[.!?…,:؟،]/u.test(reply.trim());

/** The question mark that was lost. Thai and Japanese do without. */
export const question: Check = ({ source, reply }, { to }) => {
  const codes: CheckCode[] = [];
  if (
    /[?？؟]/u.test(source) &&
    !/[?？؟;՞]/u.test(reply) &&
    !["th", "ja", "lo", "my", "km"].includes(baseOf(to))
  )
    codes.push("question");
  return codes;
};
