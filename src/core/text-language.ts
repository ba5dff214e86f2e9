import type { Identify } from "./checks.js";
import { canonicalTag, letterOf } from "./languages.js";

/** Scripts that one language of any number of subtitles is written in, and the language. */
const OF_ONE_LANGUAGE: readonly [RegExp, string][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "ja"],
  [/\p{Script=Hangul}/u, "ko"],
  [/\p{Script=Han}/u, "zh"],
  [/\p{Script=Thai}/u, "th"],
  [/\p{Script=Georgian}/u, "ka"],
  [/\p{Script=Greek}/u, "el"],
  [/\p{Script=Armenian}/u, "hy"],
  [/\p{Script=Gujarati}/u, "gu"],
  [/\p{Script=Gurmukhi}/u, "pa"],
  [/\p{Script=Tamil}/u, "ta"],
  [/\p{Script=Telugu}/u, "te"],
  [/\p{Script=Kannada}/u, "kn"],
  [/\p{Script=Malayalam}/u, "ml"],
  [/\p{Script=Sinhala}/u, "si"],
  [/\p{Script=Khmer}/u, "km"],
  [/\p{Script=Lao}/u, "lo"],
  [/\p{Script=Myanmar}/u, "my"],
];
/** Letters of one script before its language is believed: a name or two prove nothing. */
const ENOUGH_OF_A_SCRIPT = 0.3;

const LETTERS = /\p{L}/gu;

/** The language of a text by its letters alone; undefined where several are written in them. */
export function languageByScript(text: string): string | undefined {
  const letters = text.match(LETTERS) ?? [];
  return OF_ONE_LANGUAGE.find(
    ([script]) =>
      letters.filter((letter) => script.test(letter)).length > letters.length * ENOUGH_OF_A_SCRIPT,
  )?.[1];
}

/** Whether a text has any letter of the script a language is written in; true where any script may be right. */
export const isWrittenIn = (text: string, tag: string): boolean => letterOf(tag)?.test(text) ?? true;

/** Letters of a piece that an identifier is asked about; it is right in nearly all of this length. */
const PIECE = 200;
const LEAST_LETTERS = 60;
const MOST_PIECES = 12;
/** Of the pieces, and what an identifier must be sure of on their average. */
const AGREED = 0.8;
const SURE = 0.6;

/**
 * The language most of a text is in, by pieces from all over it. Undefined for a text that is short, mixed or unclear.
 * Lines are given without markup.
 */
export function languageByWords(lines: readonly string[], identify: Identify): string | undefined {
  const pieces = evenly(piecesOf(lines));
  const guesses = pieces.map((piece) => identify(piece));
  const [language, agreeing] = mostFrequent(guesses);
  if (language === undefined || agreeing.length < pieces.length * AGREED) return undefined;
  const sureness = agreeing.reduce((sum, { probability }) => sum + probability, 0) / agreeing.length;
  return sureness >= SURE ? canonicalTag(language) : undefined;
}

function piecesOf(lines: readonly string[]): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < PIECE) continue;
    pieces.push(piece);
    piece = "";
  }
  const isEnough = (piece.match(LETTERS)?.length ?? 0) >= LEAST_LETTERS;
  return isEnough ? [...pieces, piece] : pieces;
}

function evenly(pieces: readonly string[]): string[] {
  const step = Math.max(1, pieces.length / MOST_PIECES);
  return pieces.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

type Guess = ReturnType<Identify>;

function mostFrequent(guesses: readonly Guess[]): [string | undefined, Guess[]] {
  const groups = new Map<string, Guess[]>();
  for (const guess of guesses) groups.set(guess.language, [...(groups.get(guess.language) ?? []), guess]);
  return [...groups].sort((a, b) => b[1].length - a[1].length)[0] ?? [undefined, []];
}
