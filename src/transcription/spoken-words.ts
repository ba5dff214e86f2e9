import type { HeardSegment, Stretch } from "../core/heard.js";
import { SECOND } from "../core/time.js";

export interface SpokenWord extends Stretch {
  text: string;
  /** True where an utterance begins, as far as the recogniser tells them apart. */
  begins?: boolean;
  speaker?: string;
}

/** Where a subtitle can't go on: two lines of 42 characters and seven seconds, as Netflix's timed text guide has them. */
const MOST_TEXT = 84;
const LONGEST = 7 * SECOND;
/** A pause as long as this ends a sentence, or might as well. */
const PAUSE = SECOND;

/** Words as stretches that can be shown: cut where utterances begin, at pauses, after sentences and at what fits. */
export function utterancesOf(words: readonly SpokenWord[]): HeardSegment[] {
  const found: HeardSegment[] = [];
  for (const { start, end, text, begins, speaker } of words) {
    const last = found.at(-1);
    const fits =
      last !== undefined &&
      !begins &&
      speaker === last.speaker &&
      start - last.end < PAUSE &&
      end - last.start <= LONGEST &&
      last.text.length + 1 + text.length <= MOST_TEXT &&
      !/[.?!…。？！]["'”’»)]*$/.test(last.text);
    if (fits) {
      last.text += joins(last.text, text) ? text : ` ${text}`;
      last.end = Math.max(last.end, end);
    } else found.push({ start, end, text, ...(speaker === undefined ? {} : { speaker }) });
  }
  return found;
}

const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]`;
const ENDS_UNSPACED = new RegExp(`${UNSPACED}$`, "u");
const BEGINS_UNSPACED = new RegExp(`^${UNSPACED}`, "u");

/** Whether no space goes between: before punctuation, and where a language writes none. */
const joins = (before: string, word: string) =>
  /^[.,;:!?…)\]}»”%。、，！？]/.test(word) ||
  (ENDS_UNSPACED.test(before.slice(-2)) && BEGINS_UNSPACED.test(word));
