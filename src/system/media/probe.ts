import { type AudioStream, streamLanguage } from "../../core/choose-stream.js";
import { HOUR, MINUTE, SECOND } from "../../core/time.js";
import { UserError } from "../../errors.js";
import { type MediaOptions, reading, runMedia } from "./run.js";

/** What a recording holds. */
interface Probed {
  /** Milliseconds, from the file's own beginning. */
  duration: number;
  audio: [AudioStream, ...AudioStream[]];
}

const LONGEST = 24 * HOUR;

/** It reads the beginning of a file, but that may be on a slow disk. */
const PROBING = MINUTE;
/** Bytes that are looked at until the streams are known: files of cameras have megabytes of pictures before a sound. */
const LOOKED_AT = String(64 * 1024 ** 2);

interface Stated {
  format?: { duration?: string };
  streams?: {
    index: number;
    codec_type?: string;
    tags?: { language?: string };
    disposition?: { default?: number };
  }[];
}

/** Looks into a recording. Throws UserError, which names the file, for what has no sound that can be read. */
export async function probe(path: string, options: MediaOptions): Promise<Probed> {
  const shown = "format=duration:stream=index,codec_type:stream_tags=language:stream_disposition=default";
  const said = await runMedia({
    ...options,
    ...{ program: "ffprobe", path, timeout: PROBING },
    args: ["-probesize", LOOKED_AT, "-of", "json", "-show_entries", shown, ...reading(path)],
  });
  const { format, streams = [] } = JSON.parse(said) as Stated;
  const [first, ...others] = streams
    .filter(({ codec_type: type }) => type === "audio")
    .map(
      ({ index, tags, disposition }): AudioStream => ({
        ...{ index, language: streamLanguage(tags?.language) },
        isDefault: disposition?.default === 1,
      }),
    );
  if (!first) throw new UserError(`${path} has no sound`);
  const stated = Math.round(Number(format?.duration ?? Number.NaN) * SECOND);
  const duration = stated > 0 ? stated : await measured(path, first.index, options);
  if (!(duration > 0)) throw new UserError(`${path} has no sound: it is 0 seconds long`);
  if (duration > LONGEST)
    throw new UserError(`${path} is ${Math.round(duration / HOUR)} hours long, and a recording may have 24`);
  return { duration, audio: [first, ...others] };
}

/** Recordings of browsers do not tell how long they are: they are read to their end. */
async function measured(path: string, index: number, options: MediaOptions): Promise<number> {
  const said = await runMedia({
    ...options,
    ...{ program: "ffmpeg", path, timeout: HOUR },
    args: [
      ...["-nostdin", ...reading(path), "-map", `0:${index}`],
      ..."-f null -progress pipe:1 -".split(" "),
    ],
  });
  const times = [...said.matchAll(/^out_time_us=(\d+)$/gm)].map(([, time]) => Number(time) / 1000);
  return Math.round(times.at(-1) ?? 0);
}
