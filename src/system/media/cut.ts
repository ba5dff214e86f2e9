import { statSync } from "node:fs";
import type { Stretch } from "../../core/heard.js";
import { HOUR, SECOND } from "../../core/time.js";
import { UserError } from "../../errors.js";
import { fromItsBeginning, type MediaOptions, reading, readingFromStart, runMedia } from "./run.js";

/** What parts are written as: small for servers, plain for programs on this machine. */
const ENCODINGS = {
  mp3: ["-c:a", "libmp3lame", "-b:a", "32k"],
  opus: ["-c:a", "libopus", "-b:a", "24k", "-f", "ogg"],
  wav: ["-c:a", "pcm_s16le"],
};

/** Bytes of a file in these encodings that has a head and no sound: WAV 78, Ogg 137, MP3 225 (measured). */
const EMPTY = 225;

interface Cutting extends MediaOptions {
  /** Index of the audio stream. */
  stream: number;
  stretch: Stretch;
  to: keyof typeof ENCODINGS;
  /** The file that is written. */
  out: string;
}

/**
 * Writes a stretch of a recording's sound as mono of 16 kHz. It is decoded, so it begins at the sample that was asked for,
 * and where the sound begins later, or has gaps, there is silence: times in the part are times from `realStart`, which
 * counts from the file's beginning, as pictures do.
 */
export async function cutPart(
  path: string,
  { stream, stretch, to, out, ...options }: Cutting,
): Promise<{ realStart: number; duration: number }> {
  const { start, end } = stretch;
  await runMedia({
    ...options,
    ...{ program: "ffmpeg", path, timeout: HOUR },
    args: [
      ...["-nostdin", "-y"],
      ...(start > 0 ? ["-ss", String(start / SECOND), ...reading(path)] : readingFromStart(path)),
      ...[
        "-t",
        String((end - start) / SECOND),
        "-map",
        `0:${stream}`,
        "-vn",
        "-sn",
        "-dn",
        "-map_metadata",
        "-1",
      ],
      ...["-af", fromItsBeginning, "-ar", "16000", ...ENCODINGS[to], `file:${out}`],
    ],
  });
  if ((statSync(out, { throwIfNoEntry: false })?.size ?? 0) <= EMPTY)
    throw new UserError(`no sound could be cut out of ${path} at ${start / SECOND} s`);
  return { realStart: start, duration: end - start };
}
