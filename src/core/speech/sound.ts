import type { HeardSegment, Stretch } from "../heard.js";
import type { Finding } from "./guards.js";
import { LONGEST_GAP, NO_SPEECH, QUIET, SILENT, SILENT_FOR_A_PHRASE, SOUND_IN_A_GAP } from "./limits.js";
import { isStockPhrase } from "./stock-phrases.js";
import { gapsOf, lengthOf, mergeStretches, shareCovered, totalOf, within } from "./stretches.js";
import { saidIn } from "./units.js";

/** How loud a recording is, in decibels: of each window of so many milliseconds, and on the whole. */
export interface Loudness {
  mean: number;
  every: number;
  levels: readonly number[];
}

interface Sounding {
  segments: readonly HeardSegment[];
  /** Merged. */
  silences: readonly Stretch[];
  loudness?: Loudness;
  duration: number;
}

/** Text where there is no sound, and the phrases that recognisers are known to make up there. */
export function textInSilence({ segments, silences, loudness }: Sounding): Finding[] {
  return segments.flatMap((segment, at): Finding[] => {
    if (saidIn(segment.text) === "") return [];
    const share = shareCovered(segment, silences);
    const { start, end } = segment;
    const finding = (code: "silent" | "phrase") => [{ code, segments: [at], stretch: { start, end } }];
    if (share >= SILENT || isQuiet(segment, loudness)) return finding("silent");
    const isDoubtful = share >= SILENT_FOR_A_PHRASE || (segment.noSpeech ?? 0) > NO_SPEECH;
    return isDoubtful && isStockPhrase(segment.text) ? finding("phrase") : [];
  });
}

/** The power of its windows, on average, against that of the whole recording. */
function isQuiet({ start, end }: Stretch, loudness: Loudness | undefined): boolean {
  if (!loudness) return false;
  const { mean, every, levels } = loudness;
  const windows = levels.slice(Math.max(0, Math.floor(start / every)), Math.ceil(end / every));
  if (windows.length === 0) return false;
  const power = windows.reduce((sum, level) => sum + 10 ** (level / 10), 0) / windows.length;
  return 10 * Math.log10(power) < mean - QUIET;
}

/** Long stretches without text in which there is sound: speech that was passed over, or music. */
export function lostSpeech({ segments, silences, duration }: Sounding): Finding[] {
  const heard = mergeStretches(segments.filter(({ text }) => text.trim() !== ""));
  return gapsOf(heard, { start: 0, end: duration })
    .filter((gap) => lengthOf(gap) > LONGEST_GAP)
    .filter((gap) => lengthOf(gap) - totalOf(within(silences, gap)) >= SOUND_IN_A_GAP)
    .map((stretch) => ({ code: "lost", segments: [], stretch }));
}
