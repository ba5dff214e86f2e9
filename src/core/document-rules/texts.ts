import type { Json, JsonObject } from "../json.js";
import { formatPointer, isObject } from "../json-pointer.js";

/** A text of a document, and where it stands. */
export interface Placed {
  at: string;
  text: string;
}

/** All texts of a document, in order. */
export function textsOf(value: Json, way: readonly (string | number)[] = []): Placed[] {
  if (typeof value === "string") return [{ at: formatPointer(way), text: value }];
  if (Array.isArray(value)) return value.flatMap((inner, at) => textsOf(inner, [...way, at]));
  if (isObject(value))
    return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, [...way, name]));
  return [];
}

/** All lists of a document, in order, lists in lists too. */
export function listsOf(value: Json, way: readonly (string | number)[] = []): { at: string; list: Json[] }[] {
  if (Array.isArray(value))
    return [
      { at: formatPointer(way), list: value },
      ...value.flatMap((inner, at) => listsOf(inner, [...way, at])),
    ];
  if (isObject(value))
    return Object.entries(value).flatMap(([name, inner]) => listsOf(inner, [...way, name]));
  return [];
}

/** As texts are compared: letters and digits alone, in lower case. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFKC")
    .replace(/(\d) ?[x×] ?(?=\d)/g, "$1 ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

export const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

const QUOTED = /"[^"\n]{0,300}"|“[^“”\n]{0,300}”|«[^«»\n]{0,300}»|„[^„“”\n]{0,300}[“”]/g;

/** A text without the words of others, which stand in quotation marks. */
export const withoutQuotes = (text: string): string => text.replace(QUOTED, " ");

/** Longer texts are no quotations; looking for them takes time that grows with both lengths. */
const LONGEST_QUOTE = 1000;

/** Whether a text is, as a whole or but for what was left out, in one of the texts a document is made from. */
export function quotedIn(parameters: JsonObject, text: string): boolean {
  if (text.length > LONGEST_QUOTE) return false;
  const pieces = text
    .split(/\[\s*(?:…|\.{3})\s*\]/)
    .map(plain)
    .filter(Boolean);
  return textsOf(parameters).some((source) => {
    const whole = plain(source.text);
    return pieces.length > 0 && pieces.every((piece) => hasWords(whole, piece));
  });
}

const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Whether a plain text holds plain words, not only their letters. */
export const hasWords = (text: string, words: string): boolean =>
  SPACELESS.test(words) ? text.includes(words) : ` ${text} `.includes(` ${words} `);
