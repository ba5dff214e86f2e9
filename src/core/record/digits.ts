import { magnitudeOf } from "../number-words.js";
import { asciiDigits } from "../text.js";
import { JOINTS, numeralOf, SPELLED_LANGUAGES, spell } from "./spelled.js";
import { wordsOf } from "./words.js";

const languagesOf = (language: string | null) => (language === null ? SPELLED_LANGUAGES : [language]);

/** Words that may stand between the parts of a number that is read aloud: `06, then 12`. */
const MOST_SKIPPED = 2;
/** No number that people say has more digits; an account's has up to 32. */
const MOST_DIGITS = 32;
/** A number of at most so many digits is one word or phrase; a longer one is read in pieces. */
const LONGEST_PIECE = 6;
/** Words of the longest phrase: `quatre cent quatre-vingt-dix-neuf mille …`. */
const MOST_WORDS = 12;

/**
 * Whether a quote has these digits one after another, as figures or as words: `06 12`, `zéro six douze`. A number that
 * stands `alone` is looked for as words only, and is no part of a larger one: five is not in `twenty-five`.
 */
export function hasDigits(
  quote: string,
  digits: string,
  { language, alone }: { language: string | null; alone: boolean },
): boolean {
  if (digits.length > MOST_DIGITS) return false;
  const words = wordsOf(quote);
  return languagesOf(language).some((one) => isRead(words, { digits, language: one, alone }));
}

interface Sought {
  digits: string;
  language: string;
  alone: boolean;
}

const isNumeral = (word: string | undefined, language: string) =>
  word !== undefined && numeralOf(word, language) !== undefined;

/** Whether the words before a number are a part of it, as in `vingt-cinq`, `vingt et un`. */
const goesOnBefore = (words: readonly string[], start: number, language: string) =>
  isNumeral(words[start - 1], language) ||
  (JOINTS.has(words[start - 1] ?? "") && numeralOf(words[start - 2] ?? "", language) === "large");

/** Whether the words after a number are a part of it; after `trente-cinq et` another begins. */
const goesOnAfter = (words: readonly string[], end: number, { digits, language }: Sought) =>
  isNumeral(words[end], language) ||
  (digits.endsWith("0") && JOINTS.has(words[end] ?? "") && isUnit(words[end + 1], language));

const isUnit = (word: string | undefined, language: string) =>
  word !== undefined && (isNumeral(word, language) || spell(1, language).includes(word));

/** Whether any word of a quote begins the digits. */
function isRead(words: readonly string[], sought: Sought): boolean {
  const { digits, language, alone } = sought;
  // Transcripts that loop (`un un un …`) have more ways through them than could be tried.
  const failed = new Set<string>();
  const reads = (at: number, from: number, skipped: number): boolean => {
    if (from === digits.length) return !alone || !goesOnAfter(words, at, sought);
    const word = words[at];
    const state = `${at} ${from} ${skipped}`;
    if (word === undefined || failed.has(state)) return false;
    failed.add(state);
    if (/^\d/.test(word))
      return !alone && digits.startsWith(word, from) && reads(at + 1, from + word.length, 0);
    for (const { length, next } of piecesAt(words, at, { digits, from, language }))
      if (reads(next, from + length, 0)) return true;
    const mayBeSkipped = from > 0 && skipped < MOST_SKIPPED && !isNumeral(word, language);
    return mayBeSkipped && reads(at + 1, from, skipped + 1);
  };
  return words.some((_, start) => !(alone && goesOnBefore(words, start, language)) && reads(start, 0, 0));
}

/** The pieces of the digits from a place on that the words from another on spell. */
function* piecesAt(
  words: readonly string[],
  at: number,
  { digits, from, language }: { digits: string; from: number; language: string },
): Generator<{ length: number; next: number }> {
  for (let length = Math.min(LONGEST_PIECE, digits.length - from); length > 0; length--) {
    const piece = digits.slice(from, from + length);
    if (length > 1 && piece.startsWith("0")) continue;
    const forms = spell(Number(piece), language);
    let phrase = "";
    for (let next = at; next < Math.min(words.length, at + MOST_WORDS); next++) {
      phrase += words[next];
      if (forms.includes(phrase)) yield { length, next: next + 1 };
      if (!forms.some((form) => form.startsWith(phrase))) break;
    }
  }
}

const FIGURES = /\d+(?:[.,'’ \u00A0\u202F]\d+)*/g;
const GROUPED = /^\d{1,3}(?:([.,'’ \u00A0\u202F])\d{3})(?:\1\d{3})*$/;

/** Whether a quote says a number: `1 200`, `1.200`, `3,5`, `12 mille`, `trente-cinq`. The sign does not count. */
export function hasNumber(quote: string, number: number, language: string | null): boolean {
  const size = Math.abs(number);
  if (figuresIn(quote).includes(size)) return true;
  return Number.isInteger(size) && size < 1e15 && hasDigits(quote, String(size), { language, alone: true });
}

function figuresIn(quote: string): number[] {
  const text = asciiDigits(quote);
  return [...text.matchAll(FIGURES)].flatMap(({ 0: found, index }) => {
    const [next = ""] = text.slice(index + found.length).match(/^\s?[\p{L}\p{M}]+/u) ?? [];
    const unit = next.trim().toLowerCase();
    const times = unit === "k" ? 1000 : unit && magnitudeOf(unit);
    const figures = GROUPED.test(found) ? [Number(found.replace(/\D/g, ""))] : [];
    const read = [
      ...figures,
      ...found.split(/['’ \u00A0\u202F]/).map((one) => Number(one.replace(",", "."))),
    ];
    // The figure alone stays: a word may only look like a magnitude, as in `35 bin ich`.
    return times ? [...read, ...read.map((one) => one * times)] : read;
  });
}
