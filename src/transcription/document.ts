import { basename, extname } from "node:path";
import type { Heard, HeardSegment } from "../core/heard.js";
import { formatNamed, read } from "../formats/index.js";
import type { NewDocument } from "../store/projects.js";

/** A transcript as a file: subtitles, with who speaks before what is said; a line a segment where times are not wanted. */
export function documentOf(
  heard: Heard,
  { name, timed }: { name: string; timed: boolean },
): Omit<NewDocument, "path"> {
  const format = timed ? "srt" : "txt";
  const cues = heard.segments.map(({ start, end, ...segment }) => ({ start, end, text: spoken(segment) }));
  const written = formatNamed(format).compose(cues);
  const bytes = Buffer.from(written, "utf8");
  const file = `${basename(name, extname(name))}.${format}`;
  const segments = cues.length ? read(file, bytes, { format }).cues : [];
  return { name: file, format, encoding: { name: "utf-8", bom: false }, bytes, segments };
}

/** The transcript as plain text, a line a segment. */
export const plainText = (heard: Heard): string => heard.segments.map(spoken).join("\n");

const spoken = ({ speaker, text }: Pick<HeardSegment, "speaker" | "text">) =>
  speaker === undefined ? text : `${speaker}: ${text}`;
