import type { Heard, Stretch } from "../heard.js";
import { SECOND } from "../time.js";
import { gapsOf, mergeStretches, totalOf, within } from "./stretches.js";

/**
 * Share of the sound that has text, from which a recording counts as transcribed. A judgement: sound is not speech, and
 * of a film full of music a right transcript covers a third (docs/transcription-guards.md).
 */
export const ENOUGH_COVERED = 0.3;

/** Breath, steps and the last of a word between two segments are no speech that was missed. */
const PAUSE = 2 * SECOND;
/** Of a recording without text: as much sound as this may be a click or a hum. */
const SOUND_WITHOUT_TEXT = SECOND;

interface Sound {
  duration: number;
  silences: readonly Stretch[];
  /** Stretches that were asked for twice without an answer, as music is: they count neither way. */
  empty?: readonly Stretch[];
}

/**
 * How much of a recording's sound is covered by segments, from 0 to 1. A recording without sound is covered. One without any
 * text is not, whatever is said of empty stretches, if there is more than a second of sound in it.
 */
export function coverage(heard: Heard, { duration, silences, empty = [] }: Sound): number {
  const whole = { start: 0, end: duration };
  const spoken = heard.segments.filter(({ text }) => text.trim() !== "");
  const quiet = mergeStretches(silences);
  if (spoken.length === 0) {
    return duration - totalOf(within(quiet, whole)) > SOUND_WITHOUT_TEXT ? 0 : 1;
  }
  const covered = mergeStretches(spoken, PAUSE);
  const answered = mergeStretches(empty);
  const music = gapsOf(covered, whole).flatMap((gap) => within(answered, gap));
  const sounding = gapsOf(mergeStretches([...quiet, ...music], 0), whole);
  if (totalOf(sounding) === 0) return 1;
  const heardSound = sounding.flatMap((sound) => within(covered, sound));
  return totalOf(heardSound) / totalOf(sounding);
}
