import { tmpdir } from "node:os";
import { ComeBackLater, RetryLater, UserError } from "../../errors.js";
import { withLimits } from "../limits.js";
import { runFile } from "../run-file.js";

/** How ffmpeg and ffprobe are run. */
export interface MediaOptions {
  /** Their environment; it needs a PATH, and has no secret. */
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/**
 * Files of these containers are opened, and nothing else: a playlist or a script for ffmpeg that is named talk.mp3
 * would open other files.
 */
const CONTAINERS = [
  ...["aac", "ac3", "aiff", "amr", "ape", "asf", "au", "avi", "caf", "eac3", "flac", "flv", "matroska"],
  ...["mov", "mp3", "mpeg", "mpegts", "ogg", "rm", "tta", "w64", "wav", "wv"],
];

/** The options before a file that is read. `file:` keeps its name from being read as an address or an option. */
export const reading = (path: string): string[] => [
  ...["-protocol_whitelist", "file", "-format_whitelist", CONTAINERS.join(",")],
  ...["-i", `file:${path}`],
];

/**
 * The same for a file that is read from its beginning. ffmpeg 5.1 moves the sound of MPEG streams (.ts, .mpg) to 0 if it
 * begins later than the pictures, but for an input that is shifted: a microsecond is enough. `-ss 0` would read cut-off
 * Matroska files to their end, and find nothing.
 */
export const readingFromStart = (path: string): string[] => ["-itsoffset", "0.000001", ...reading(path)];

/** Filters that make sound mono at 16 kHz, and put silence where it begins late or has gaps, so that its times are true. */
export const fromItsBeginning = "aresample=16000:async=1:first_pts=0,aformat=channel_layouts=mono";

/** Both programs write little; levels of a day take 60 MB. */
const MOST_OUTPUT = 96 * 1024 ** 2;

/** How the system words ENOSPC and EDQUOT. */
const NO_ROOM = /No space left on device|Disk quota exceeded/;
const MAKE_ROOM = "make room there, or name a folder on a larger disk in TMPDIR";

interface Running extends MediaOptions {
  program: "ffmpeg" | "ffprobe";
  args: readonly string[];
  /** Milliseconds. */
  timeout: number;
  /** What is read, for messages. */
  path: string;
}

/**
 * Runs one of them over a file; returns what it wrote. Throws UserError for a file that it can't read, and ComeBackLater
 * where there is no room for what it writes, which is no fault of the file.
 */
export async function runMedia({ program, args, env, signal, timeout, path }: Running): Promise<string> {
  const { code, output, complaint, overflowed, late } = await withLimits(
    { signals: [signal], timeout },
    async (limited) => {
      const ran = await runFile({
        ...{ program, args: ["-v", "error", ...args] },
        // Words that are read here are in English.
        ...{ env: { ...env, LC_ALL: "C" }, signal: limited, mostOutput: MOST_OUTPUT },
      });
      return { ...ran, late: limited.aborted };
    },
  );
  signal.throwIfAborted();
  if (late) throw new RetryLater("timeout", `${program} took longer than ${timeout / 1000} s over ${path}`);
  if (overflowed) throw new UserError(`${path} is longer than any recording that can be transcribed`);
  if (code === 0) return output.toString("utf8");
  if (NO_ROOM.test(complaint))
    throw new ComeBackLater(
      `the disk of ${tmpdir()} is full: ${program} could not write a part there`,
      MAKE_ROOM,
    );
  throw new UserError(`${path} can't be read as a recording${saidBy(complaint, path)}`);
}

/** What some of ffmpeg's words mean, the first that fits. "Invalid argument" is what it says of a text named talk.mp3. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/not on whitelist/i, "it is a playlist or another file that is not opened"],
  [/moov atom not found/, "its end is missing, as in a copy that broke off"],
  [/: Invalid (?:argument|data found when processing input)\n?$/, "its content is not that of one"],
];

/** The last thing it complained of, without the path and the addresses of its own memory. */
function saidBy(complaint: string, path: string): string {
  const meaning = MEANINGS.find(([words]) => words.test(complaint))?.[1];
  if (meaning) return `: ${meaning}`;
  const lines = complaint.trim().split("\n").filter(Boolean);
  const last = lines.at(-1) ?? "";
  const words = last
    .replaceAll(`file:${path}: `, "")
    .replace(/^\[[^\]]*\] ?/, "")
    .slice(0, 200);
  return words ? `: ${words}` : "";
}
