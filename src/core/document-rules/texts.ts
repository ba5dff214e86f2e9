import type { Json } from "../json.js";
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
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

export const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
