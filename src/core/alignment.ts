import { numbersIn, wordsIn } from "./text.js";

/** Lines cut off from this many on are worth judging; fewer say nothing about a slide. */
const LEAST_LINES = 3;
/** A slide must explain the lines better by this much in all, and by this much a line. Calibrated, see below. */
const LEAST_GAIN = 9;
const LEAST_GAIN_A_LINE = 2;
/** Variance of a translation's length per character: Gale and Church, "A Program for Aligning Sentences", 1993. */
const VARIANCE = 6.8;

/**
 * The lines (indexes) from which on a batch's translations stand one line too high or too low: those where
 * lengths, numbers, names and end marks fit markedly better with a neighbour's source. Empty for a good batch.
 *
 * The thresholds were set on 13 real translations of a film and 9 of 300 news sentences, in batches of 10 and 20:
 * no batch as it stands is called slid, and most of those slid by hand are (test/checks.test.ts holds both).
 */
export function slidLines(
  sources: readonly string[],
  translations: readonly (string | undefined)[],
): number[] {
  const count = sources.length;
  if (count < LEAST_LINES + 1) return [];
  const ratio = lengthRatio(sources, translations);
  const cost = (source: number, translation: number) => {
    const text = translations[translation];
    return text === undefined ? undefined : fitCost(sources[source]!, text, ratio);
  };
  let best: { gain: number; lines: number[] } = { gain: 0, lines: [] };
  for (const shift of [1, -1]) {
    let gain = 0;
    const lines: number[] = [];
    // The slide runs from some line to the end, so the sum is built from the end.
    for (let line = count - 1; line >= 0; line--) {
      const straight = cost(line, line);
      const slid = line + shift < 0 || line + shift >= count ? undefined : cost(line, line + shift);
      if (straight !== undefined && slid !== undefined) gain += straight - slid;
      lines.push(line);
      const judged = lines.length - 1;
      if (
        judged >= LEAST_LINES &&
        gain > best.gain &&
        gain >= LEAST_GAIN &&
        gain / judged >= LEAST_GAIN_A_LINE
      ) {
        best = { gain, lines: [...lines].reverse() };
      }
    }
  }
  return best.lines;
}

/** The batch's own ratio of target to source length, so that no table of languages is needed. */
function lengthRatio(sources: readonly string[], translations: readonly (string | undefined)[]): number {
  let from = 1;
  let to = 1;
  translations.forEach((translation, line) => {
    if (translation === undefined) return;
    from += sources[line]!.length;
    to += translation.length;
  });
  return to / from;
}

function fitCost(source: string, translation: string, ratio: number): number {
  const expected = source.length * ratio;
  const deviation =
    (translation.length - expected) / Math.sqrt(((expected + translation.length) / 2 + 1) * VARIANCE);
  let cost = Math.min((deviation * deviation) / 2, 6);
  cost += sameSet(numbersIn(source), numbersIn(translation)) ? 0 : 2.5;
  if (endMark(source) !== endMark(translation)) cost += 1;
  const names = namesIn(source);
  if (names.length) cost += names.some((name) => translation.includes(name)) ? -1 : 1;
  return cost;
}

function sameSet(a: string[], b: string[]): boolean {
  const other = new Set(b);
  return a.length === b.length && a.every((value) => other.has(value));
}

/** More names, or longer ones, tell no more of a line, and each is looked for in all of its translation. */
const MOST_NAMES = 20;
const LONGEST_NAME = 40;

/** Words that begin with a capital inside a sentence, and acronyms: most survive translation between alphabets. */
function namesIn(text: string): string[] {
  const names = wordsIn(text).filter(
    (word, index) =>
      word.length > 2 &&
      word.length <= LONGEST_NAME &&
      /^\p{Lu}/u.test(word) &&
      (index > 0 || !/\p{Ll}/u.test(word)),
  );
  return names.slice(0, MOST_NAMES);
}

const END_MARKS: [mark: string, pattern: RegExp][] = [
  ["?", /[?？؟;]["'”’»)\]]*$/u],
  ["!", /[!！]["'”’»)\]]*$/u],
  [".", /[.。।…]["'”’»)\]]*$/u],
  [",", /[,،、，:;-]$/u],
];

const endMark = (text: string) => END_MARKS.find(([, pattern]) => pattern.test(text.trim()))?.[0] ?? "";
