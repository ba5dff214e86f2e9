import { staysInLanguage } from "../function-words.js";
import { letterOf } from "../languages.js";
import { folded, wordCount, wordsIn } from "../text.js";
import {
  type Answer,
  beginning,
  type Check,
  type CheckOptions,
  isSameLanguage,
  withoutMarks,
} from "./line.js";
import type { CheckCode } from "./marks.js";

/** What of a source is in its reply untranslated: all of it, all of it and more, or a long run of its words. */
export const copies: Check = (answer, options) => {
  const { source, reply } = answer;
  if (isSameLanguage(options)) return [];
  if (isCopy(source, reply)) return [copyMark(source, options)];
  const codes: CheckCode[] = [];
  if (holdsSource(answer)) codes.push("bilingual");
  else if (sharesRun(answer, options.to)) codes.push("partly");
  return codes;
};

export const isCopy = (source: string, reply: string) =>
  source.length === reply.length ? folded(source) === folded(reply) : looselyEqual(source, reply);

/** Comparing long texts of very different length is not worth folding them. */
const looselyEqual = (source: string, reply: string) =>
  Math.abs(source.length - reply.length) < 100 && folded(source) === folded(reply);

/** It may have been in the target language already, or hold nothing but names. */
function copyMark(source: string, { from, to }: CheckOptions): CheckCode {
  const there = from !== null && staysInLanguage(source, to, from);
  return there || isNames(source) ? "same" : "untranslated";
}

/** Up to three words, or nothing but names, may well be the same in both languages. */
function isNames(source: string): boolean {
  return distinctWords(source) < 4 || wordsIn(source).every(isName);
}

/** "No, no, no, no!" says one word. */
export function distinctWords(text: string): number {
  return wordCount([...new Set(wordsIn(text.toLowerCase()))].join(" "));
}

export const isName = (word: string) => /^[\p{Lu}\p{N}]/u.test(word);

const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/**
 * Titles and quotations of up to this many words are copied rightly. None of 36,631 human lines shares a longer run,
 * nor one of four words without a name, nor of three where the scripts differ.
 */
const RUN_OF_WORDS = 5;
const RUN_WITHOUT_NAMES = 4;
const RUN_IN_ANOTHER_SCRIPT = 3;
const RUN_OF_CHARACTERS = 9;
const LEAST_LETTERS = 8;

/** All of the source inside a longer reply: at least two words of eight letters, not all of them names. */
function holdsSource({ source, reply, sourceWords, replyWords }: Answer): boolean {
  if (SPACELESS.test(source)) {
    const letters = lettersOf(source);
    return letters.length >= LEAST_LETTERS - 2 && lettersOf(reply).includes(letters);
  }
  if (sourceWords.length < 2 || replyWords.length <= sourceWords.length) return false;
  if (sourceWords.join("").length < LEAST_LETTERS || sourceWords.every(isName)) return false;
  return ` ${lower(replyWords)} `.includes(` ${lower(sourceWords)} `);
}

const lower = (words: readonly string[]) => words.join(" ").toLowerCase();
const lettersOf = (text: string) =>
  withoutMarks(beginning(text))
    .match(/[\p{L}\p{M}]/gu)
    ?.join("") ?? "";

/** A run of the source's words, most of them no names, that stands in the reply as it stood in the source. */
export function sharesRun({ source, reply, sourceWords, replyWords }: Answer, to: string): boolean {
  if (SPACELESS.test(source)) {
    return shareRun(runningOf(source), runningOf(reply), RUN_OF_CHARACTERS, 0);
  }
  const plain = folded(beginning(source));
  const apart = letterOf(to) !== undefined && !sourceWords.some((word) => letterOf(to)!.test(word));
  return (
    shareRun(sourceWords, replyWords, RUN_OF_WORDS, 1, plain) ||
    shareRun(sourceWords, replyWords, apart ? RUN_IN_ANOTHER_SCRIPT : RUN_WITHOUT_NAMES, 0, plain)
  );
}

/** Without Chinese characters and katakana, which names and words in common are written with. */
const RUNNING = /[\p{Script=Hiragana}\p{Script=Thai}]/u;
const runningOf = (text: string) => [...lettersOf(text)].filter((letter) => RUNNING.test(letter));

/** `within` is where a run must stand with nothing but spaces in it: lists and addresses are copied. */
function shareRun(
  source: readonly string[],
  reply: readonly string[],
  length: number,
  names: number,
  within?: string,
): boolean {
  if (source.length < length || reply.length < length) return false;
  const own = new Set(source);
  if (reply.filter((unit) => own.has(unit)).length < length) return false;
  const runs = new Set(runsOf(source, length, names));
  return runsOf(reply, length, names).some((run) => runs.has(run) && (within?.includes(run) ?? true));
}

/** Options and numbers of versions are no plain words. */
const isPlain = (word: string) => !/[-\p{N}]/u.test(word);

/** Runs of units in lower case, but for those with more names than this: titles are copied. */
function runsOf(units: readonly string[], length: number, names: number): string[] {
  return units.slice(0, units.length - length + 1).flatMap((_, at) => {
    const run = units.slice(at, at + length);
    const copied = run.filter(isName).length > names || !run.every(isPlain);
    return copied ? [] : [run.join(" ").toLowerCase()];
  });
}
