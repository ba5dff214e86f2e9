import { wordsIn } from "./text.js";

/** What a word of the source is translated with, as far as a document's own lines show it. */
export type Terms = ReadonlyMap<string, readonly string[]>;

/** A line and its translation, as the words of each. */
interface Worded {
  source: ReadonlySet<string>;
  target: ReadonlySet<string>;
}

/** Endings vary more than beginnings. */
const STEM = 5;
const LEAST_LETTERS = 3;
/** More of a line is not looked at: each word is set against each of the other side. */
const MOST_WORDS = 40;
const MOST_CHARACTERS = 2000;
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The words of a text, cut to their beginnings; pairs of characters in scripts without spaces. */
export function stemsOf(text: string): Set<string> {
  const plain = text.slice(0, MOST_CHARACTERS).toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const stems = wordsIn(plain)
    .slice(0, MOST_WORDS)
    .flatMap((word) => {
      if (SPACELESS.test(word)) return pairsOf(word.slice(0, MOST_WORDS));
      return word.length < LEAST_LETTERS ? [] : [word.slice(0, STEM)];
    });
  return new Set(stems.slice(0, MOST_WORDS));
}

const pairsOf = (word: string) =>
  Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2));

/** Words seen together once may have met by chance; those that are in every third line tell no lines apart. */
const LEAST_TOGETHER = 2;
const MOST_COMMON = 1 / 3;
/** How exclusively two words must go together: Dice's coefficient. */
const LEAST_DICE = 0.8;

/** Learns from lines and their translations which words stand for each other. */
export function learnTerms(lines: readonly Worded[]): Terms {
  const counts = countWords(lines);
  const terms = new Map<string, string[]>();
  for (const [word, { seen, beside }] of counts.sources) {
    if (seen < LEAST_TOGETHER || seen > lines.length * MOST_COMMON) continue;
    const found = [...beside].filter(
      ([other, together]) =>
        together >= LEAST_TOGETHER && (2 * together) / (seen + counts.targets.get(other)!) >= LEAST_DICE,
    );
    if (found.length)
      terms.set(
        word,
        found.map(([other]) => other),
      );
  }
  return terms;
}

function countWords(lines: readonly Worded[]) {
  const sources = new Map<string, { seen: number; beside: Map<string, number> }>();
  const targets = new Map<string, number>();
  for (const { source, target } of lines) {
    for (const word of target) targets.set(word, (targets.get(word) ?? 0) + 1);
    for (const word of source) {
      const counted = sources.get(word) ?? { seen: 0, beside: new Map() };
      counted.seen++;
      for (const other of target) counted.beside.set(other, (counted.beside.get(other) ?? 0) + 1);
      sources.set(word, counted);
    }
  }
  return { sources, targets };
}

/** How many of a source's known words have one of their translations in the target, and how many do not. */
export function termsIn(terms: Terms, { source, target }: Worded): { found: number; lost: number } {
  let [found, lost] = [0, 0];
  if (terms.size > 0)
    for (const word of source) {
      const others = terms.get(word);
      if (others?.some((other) => target.has(other))) found++;
      else if (others) lost++;
    }
  return { found, lost };
}
