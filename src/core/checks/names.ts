import { letterOf } from "../languages.js";
import { wordsIn } from "../text.js";
import { type CheckedLine, type CheckOptions, withoutMarks } from "./line.js";
import type { CheckCode } from "./marks.js";

/** Letters by which a name is known again: cases and plurals change its end. */
const STEM = 4;
/** A name that this many other lines keep, and none of them loses, is kept everywhere. */
const LEAST_KEPT = 2;

/**
 * A name that the other lines with it keep as it is, and this one does not. Looks at the lines of the reply and those
 * around it that have translations; only where both languages are written in one script with capitals.
 */
export function names(
  lines: readonly CheckedLine[],
  { from, to, around = [] }: CheckOptions,
  add: (index: number, code: CheckCode) => void,
): void {
  if (from === null || !letterOf(to)?.test("a") || !letterOf(from)?.test("a")) return;
  const known = [
    ...lines.map(({ source, reply }) => ({ source, reply })),
    ...around.map(({ source, translation }) => ({ source, reply: translation })),
  ];
  for (const [name, where] of linesByName(known.map(({ source }) => source))) {
    if (where.length <= LEAST_KEPT) continue;
    const lost = where.filter((at) => known[at]!.reply !== undefined && !keeps(known[at]!.reply!, name));
    const [only] = lost;
    if (lost.length === 1 && only! < lines.length && lines[only!]!.reply?.trim()) add(only!, "name");
  }
}

/** Where each name stands: a word that is never written small, and somewhere not first in its sentence. */
function linesByName(sources: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const inside = new Set<string>();
  const small = new Set<string>();
  sources.forEach((source, at) => {
    const text = withoutMarks(source);
    for (const [, name] of text.matchAll(NAME_INSIDE)) inside.add(name!);
    for (const word of new Set(wordsIn(text))) {
      if (IS_NAME.test(word)) found.set(word, [...(found.get(word) ?? []), at]);
      else small.add(word);
    }
  });
  return new Map([...found].filter(([name]) => inside.has(name) && !small.has(name.toLowerCase())));
}

/** A capital and three small letters at least. "I'm" and "USA" are no names here. */
const IS_NAME = /^\p{Lu}\p{Ll}{3,}$/u;
const NAME_INSIDE = /[\p{Ll},]\s(\p{Lu}\p{Ll}{3,})(?![\p{L}'’-])/gu;

const keeps = (reply: string, name: string) =>
  reply.toLowerCase().includes(name.slice(0, STEM).toLowerCase());
