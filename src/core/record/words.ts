import { asciiDigits } from "../text.js";

/** A text for comparisons: case, accents of alphabets, wide characters and the digits of other scripts don't count. */
const foldText = (text: string) =>
  asciiDigits(
    text
      .normalize("NFKD")
      .replace(/[\u0300-\u036F]/g, "")
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll("ß", "ss"),
  );

/** Scripts that put no spaces between words: each character is compared by itself. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;
const LETTERS = String.raw`${UNSPACED}|(?:(?!${UNSPACED})[\p{L}\p{M}])+`;
const TOKEN = new RegExp(String.raw`\d|${LETTERS}`, "gu");
const WORD = new RegExp(String.raw`\d+|${LETTERS}`, "gu");
const PART = new RegExp(String.raw`\d+(?:[.,:/-]\d+)*|${LETTERS}|[\p{S}#&@]`, "gu");

/** The words of a text, folded. Digits stand alone, so that `06 12` and `0612` are the same. */
export const tokensOf = (text: string): string[] => foldText(text).match(TOKEN) ?? [];

/** The words of a text, folded, and its runs of digits. */
export const wordsOf = (text: string): string[] => foldText(text).match(WORD) ?? [];

/** A telephone number, of which only the digits count. */
export const isPhone = (text: string): boolean =>
  /^[\d\s+().\-/\u00A0]+$/.test(text) && digitsOf(text).length >= 7 && !isDate(text);

export const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

export const digitsOf = (text: string): string => asciiDigits(text).replace(/\D/g, "");

/** What two texts have in common that say the same: case, accents, spaces and punctuation around words don't count. */
export function comparable(text: string): string {
  if (isPhone(text)) return digitsOf(text);
  return foldText(text).match(PART)?.join(" ") ?? text.trim();
}
