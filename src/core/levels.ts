import type { Stretch } from "./heard.js";
import { mergeStretches } from "./speech/stretches.js";

/** What a window of digital silence counts as: its true level is minus infinity. */
const LOWEST = -100;
/**
 * A window is silent that is so much below the recording's mean. Of a clip with a mean of -17 dB (measured), that is
 * close to the -30 dB that tools take; a recording that is quiet as a whole has a lower one.
 */
const BELOW_MEAN = 14;
/** Below this nothing is heard, whatever the mean is; a mean near it is that of an empty room. */
const NEVER_HEARD = -60;
/** As short as the pause between two sentences. */
const LEAST_SILENCE = 400;

export interface Levels {
  /** In decibels below full scale, of windows of `every` milliseconds; -Infinity for digital silence. */
  levels: readonly number[];
  every: number;
}

/** The mean power of the windows, in decibels. */
export function meanLevel(levels: readonly number[]): number {
  if (levels.length === 0) return LOWEST;
  const power = levels.reduce((sum, level) => sum + 10 ** (level / 10), 0) / levels.length;
  return power > 0 ? Math.max(LOWEST, 10 * Math.log10(power)) : LOWEST;
}

/** The stretches without sound, relative to how loud the recording is. */
export function silencesIn({ levels, every }: Levels): Stretch[] {
  const threshold = Math.max(NEVER_HEARD, meanLevel(levels) - BELOW_MEAN);
  const silent = levels.flatMap((level, at) =>
    level < threshold ? [{ start: at * every, end: (at + 1) * every }] : [],
  );
  return mergeStretches(silent).filter(({ start, end }) => end - start >= LEAST_SILENCE);
}

/** Windows of `every` milliseconds from shorter ones, in whole decibels: enough to compare loudness. */
export function coarser({ levels, every: fine }: Levels, every: number): Levels {
  const each = every / fine;
  const coarse: number[] = [];
  for (let at = 0; at < levels.length; at += each)
    coarse.push(Math.round(meanLevel(levels.slice(at, at + each))));
  return { levels: coarse, every };
}
