import type { Stretch } from "../../core/heard.js";
import { coarser, type Levels, meanLevel, silencesIn } from "../../core/levels.js";
import { HOUR, SECOND } from "../../core/time.js";
import { UserError } from "../../errors.js";
import { fromItsBeginning, type MediaOptions, readingFromStart, runMedia } from "./run.js";

/** Samples of a window at 16 kHz: a tenth of a second, as short as a syllable. */
const WINDOW = 1600;
const EVERY = 100;

interface Sound {
  /** Milliseconds, to a tenth of a second: where the sound truly ends, which a file may tell wrongly. */
  end: number;
  silences: Stretch[];
  /** By seconds, for comparisons. */
  loudness: Levels & { mean: number };
}

/** How loud a recording is and where it is silent, by reading it once to its end. Times are from the file's beginning. */
export async function listen(
  path: string,
  { stream, ...options }: MediaOptions & { stream: number },
): Promise<Sound> {
  const level = "lavfi.astats.Overall.RMS_level";
  const filters = [
    fromItsBeginning,
    `asetnsamples=n=${WINDOW}:p=0`,
    "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level",
    `ametadata=mode=print:key=${level}:file=-`,
  ];
  const said = await runMedia({
    ...options,
    ...{ program: "ffmpeg", path, timeout: HOUR },
    args: [
      ...["-nostdin", ...readingFromStart(path), "-map", `0:${stream}`],
      ...["-af", filters.join(","), "-f", "null", "-"],
    ],
  });
  const levels = [...said.matchAll(/RMS_level=(\S+)$/gm)].map(([, text]) =>
    text === "-inf" ? Number.NEGATIVE_INFINITY : Number(text),
  );
  if (levels.length === 0) throw new UserError(`${path} has no sound that can be read`);
  const fine = { levels, every: EVERY };
  return {
    end: levels.length * EVERY,
    silences: silencesIn(fine),
    loudness: { ...coarser(fine, SECOND), mean: Math.round(meanLevel(levels)) },
  };
}
