import { stemsOf } from "./terms.js";
import { numbersIn, widthOf, wordsIn } from "./text.js";

/** What of a line can be compared across languages. */
export interface Features {
  width: number;
  numbers: ReadonlySet<string>;
  /** How it begins: a dash of dialogue, an ellipsis, a bracket, a note, a quote, or nothing of these. */
  opening: string;
  /** The mark it ends with, or nothing. */
  ending: string;
  asks: boolean;
  exclaims: boolean;
  /** Whether the first letter is a capital; undefined in scripts without case. */
  capital: boolean | undefined;
  commas: number;
  sentences: number;
  breaks: number;
  quotes: boolean;
  /** Words in Latin letters, in lower case and without accents, cut to four letters. */
  stems: ReadonlySet<string>;
  /** Whether the line is written in Latin letters in the main. */
  latin: boolean;
  /** Words of any script, as a document's terms are learnt from them. */
  terms: ReadonlySet<string>;
}

/** More of a line tells no more, and each word is looked for in other lines. */
const MOST_WORDS = 60;
const MOST_CHARACTERS = 2000;
const STEM = 4;

const OPENINGS: [name: string, pattern: RegExp][] = [
  ["-", /^[-–—]/u],
  ["…", /^(?:…|\.\.)/u],
  ["(", /^[([（［【]/u],
  ["♪", /^[♪♫#]/u],
  ['"', /^["'“”„«»‘「『]/u],
];

const ENDINGS: [name: string, pattern: RegExp][] = [
  ["…", /(?:…|\.\.|。。)["'”’»」』)\]]*$/u],
  ["?", /[?？؟]["'”’»」』)\]]*$/u],
  ["!", /[!！]["'”’»」』)\]]*$/u],
  [")", /[)\]）］】]$/u],
  ["♪", /[♪♫#]$/u],
  [".", /[.。।]["'”’»」』)\]]*$/u],
  [",", /[,،、，]$/u],
  [":", /[:：;]$/u],
  ["-", /[-–—]$/u],
];

const named = (list: typeof OPENINGS, text: string) =>
  list.find(([, pattern]) => pattern.test(text))?.[0] ?? "";

/** The features of a line as a model sees it or answers it. */
export function featuresOf(line: string): Features {
  const text = line
    .slice(0, MOST_CHARACTERS)
    .replace(/⟦\s*\d+\s*⟧/g, " ")
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, "")
    .trim();
  const words = wordsIn(text).slice(0, MOST_WORDS);
  const latinWords = words.filter((word) => /\p{Script=Latin}/u.test(word));
  const first = text.match(/\p{L}/u)?.[0] ?? "";
  const cased = first.toLowerCase() !== first.toUpperCase();
  return {
    width: line.length > MOST_CHARACTERS ? line.length : widthOf(text),
    numbers: new Set(numbersIn(text)),
    opening: named(OPENINGS, text),
    ending: named(ENDINGS, text),
    asks: /[?？؟]/.test(text),
    exclaims: /[!！]/.test(text),
    capital: cased ? first !== first.toLowerCase() : undefined,
    commas: count(text, /[,،、，;；]/g),
    sentences: count(text, /[.!?…。！？؟।]+(?=\s|$|\p{L})/gu),
    breaks: count(text, /\n/g),
    quotes: /["“”„«»「」『』]/u.test(text),
    stems: new Set(latinWords.map(stem).filter((word) => word.length > 2)),
    latin: latinWords.length * 2 > words.length,
    terms: stemsOf(text),
  };
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

const stem = (word: string) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().slice(0, STEM);
