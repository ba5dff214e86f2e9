import type { HeardSegment } from "../core/heard.js";
import { SECOND } from "../core/time.js";
import { type SpokenWord, utterancesOf } from "./spoken-words.js";

/** `country 5.860 6.420 0.473555`, from pocketsphinx's `-time yes`. */
const TIMED_WORD = /^(\S+) (\d{1,7}\.\d{1,6}) (\d{1,7}\.\d{1,6}) \d{1,3}\.\d{1,9}$/;
const BEGIN = "<s>";
/** Silence, noise and breath: `<sil>`, `[NOISE]`, `++um++`. */
const FILLER = /^(?:<[^<>]*>|\[[^[\]]*\]|\+\+.*\+\+)$/;
/** `(2)` behind a word of which the dictionary has another pronunciation. */
const ALTERNATIVE = /\(\d{1,2}\)$/;

/** The words of pocketsphinx as utterances; undefined for any other text. The lines that repeat them are left out. */
export function pocketsphinx(lines: readonly string[]): HeardSegment[] | undefined {
  const timed = lines.flatMap((line) => {
    const found = TIMED_WORD.exec(line.trim());
    return found ? [found] : [];
  });
  // One such line might be a sentence; its marks of the beginning are in no other text.
  if (!timed.some(([, word]) => word === BEGIN)) return undefined;
  const words: SpokenWord[] = [];
  let begins = false;
  for (const [, word, start, end] of timed) {
    if (word === BEGIN) begins = true;
    if (FILLER.test(word!)) continue;
    words.push({ start: ms(start!), end: ms(end!), text: word!.replace(ALTERNATIVE, ""), begins });
    begins = false;
  }
  return utterancesOf(words);
}

const ms = (seconds: string) => Math.round(Number(seconds) * SECOND);

/** `[00:00:00.000 --> 00:00:11.000]   And so`, as whisper.cpp, and with two fields Whisper, print what they hear. */
const PRINTED = /^\[(\d{1,3}(?::\d{1,2}){1,2}\.\d{1,3}) --> (\d{1,3}(?::\d{1,2}){1,2}\.\d{1,3})\] *(.*)$/;

/** What Whisper's programs print; undefined for any other text. */
export function printedByWhisper(lines: readonly string[]): HeardSegment[] | undefined {
  const found: HeardSegment[] = [];
  for (const line of lines) {
    const [, start, end, text] = PRINTED.exec(line.trim()) ?? [];
    if (start !== undefined) found.push({ start: clock(start), end: clock(end!), text: text!.trim() });
  }
  return found.length ? found.filter(({ text }) => text) : undefined;
}

/** Milliseconds of `01:02:03.450` or `02:03.450`. */
const clock = (text: string) =>
  Math.round(text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * SECOND);
