import { folded, wordCount, wordsIn } from "../text.js";
import type { CheckedLine, CheckOptions } from "./line.js";
import type { CheckCode } from "./marks.js";

/** Adds a mark to a line, once. */
type Add = (index: number, code: CheckCode) => void;

/** "No." and "Not at all." may have one translation, and so may two lines of a few words. */
const LEAST_WORDS = 3;
/** Sources of this many words that differ have no translation of one or two words in common. */
const LONG_SOURCE = 5;

/** Replies that stand for another line: equal to its source, or to the reply for the line before. */
export function equals(lines: readonly CheckedLine[], { around = [] }: CheckOptions, add: Add): void {
  const bySource = new Map(lines.map(({ source }, index) => [folded(source), index]));
  const known = new Map(around.map(({ source, translation }) => [folded(translation), folded(source)]));
  lines.forEach(({ source, reply }, index) => {
    if (reply === undefined) return;
    const [own, given] = [folded(source), folded(reply)];
    if (given === own) return;
    const other = bySource.get(given);
    if (other !== undefined && other !== index && wordCount(reply) > 1) add(index, "echo");
    const before = lines[index - 1];
    const twin = before?.reply && folded(before.reply) === given ? folded(before.source) : known.get(given);
    if (twin !== undefined && !isAlike(twin, own) && saysMore(reply, twin, own)) add(index, "repeated");
  });
}

/** Singular and plural, or two wordings of one thing: half of the words of either are in the other, by their beginnings. */
function isAlike(one: string, other: string): boolean {
  if (letters(one) === letters(other)) return true;
  const [own, others] = [one, other].map((text) => new Set(wordsIn(text).map((word) => word.slice(0, 4))));
  const shared = [...own!].filter((word) => others!.has(word)).length;
  return shared * 2 > own!.size || shared * 2 > others!.size;
}

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, "");

const saysMore = (reply: string, ...sources: string[]) =>
  wordCount(reply) >= LEAST_WORDS || sources.every((source) => wordCount(source) >= LONG_SOURCE);

/** More than half of four lines or more, with at least three sources of several words, share one reply. */
export function uniform(lines: readonly CheckedLine[], add: Add): void {
  const groups = new Map<string, number[]>();
  lines.forEach(({ reply }, index) => {
    const key = reply === undefined ? "" : letters(folded(reply));
    if (key) groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  for (const group of groups.values()) {
    if (group.length < 3 || group.length <= lines.length / 2) continue;
    const sources = new Set(group.map((index) => letters(folded(lines[index]!.source))));
    const long = group.filter((index) => wordCount(lines[index]!.source) >= LEAST_WORDS);
    if (sources.size >= 3 && long.length >= 3) for (const index of group) add(index, "uniform");
  }
}

/** Over half of a batch comes back as it was: none of that is believed. */
export function copied(lines: readonly CheckedLine[], marks: readonly CheckCode[][], add: Add): void {
  const equal = lines.flatMap((_, index) =>
    marks[index]!.includes("same") || marks[index]!.includes("untranslated") ? [index] : [],
  );
  if (equal.length > lines.length / 2 && lines.length > 2)
    for (const index of equal) add(index, "untranslated");
}
