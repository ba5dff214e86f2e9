import { UserError } from "../errors.js";
import type { Cue, Document, Format, Oddity, PlainCue } from "./format.js";
import { type Line, splitLines } from "./lines.js";
import { isBlank, payloadBetween, reportStray, serializePayloads } from "./payload.js";
import { keepBasicTags } from "./plain.js";
import { timeOf, timestamp } from "./timestamp.js";

/** Times as players read them: hours may be missing or above 99, comma or dot before the fraction, coordinates after. */
const TIMING =
  /^\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[,.:](\d{1,3}))?\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[,.:](\d{1,3}))?(?=\s|$)/;
const COMMA_TIMING = /^\s*\d+:\d{1,2}:\d{1,2},\d{1,3}\s*-->/;
const INDEX = /^\s*\d+\s*$/;

/** True if the text holds SubRip times, whatever its name or first line says. */
export const looksLikeSrt = (source: string) =>
  source.includes("-->") && splitLines(source).some(({ text }) => COMMA_TIMING.test(text));

/**
 * SubRip has no specification; this reads what VLC and ffmpeg both read and keeps the rest in place: everything
 * from a time line to the next one belongs to the cue, less the blank lines around it and the next cue's number.
 */
function parse(source: string): Document {
  const lines = splitLines(source);
  const timings: { at: number; match: RegExpExecArray }[] = [];
  lines.forEach((line, at) => {
    const match = line.text.includes("-->") ? TIMING.exec(line.text) : null;
    if (match) timings.push({ at, match });
  });
  if (timings.length === 0) {
    throw new UserError("no cue found: not one line reads like 00:00:01,000 --> 00:00:02,000");
  }

  const oddities = brokenTimings(lines);
  const cues: Cue[] = [];
  let number = Number.NaN;
  timings.forEach(({ at, match }, order) => {
    const hasIndex = order === 0 ? at > 0 && INDEX.test(lines[at - 1]!.text) : isIndex(lines, at, number);
    if (hasIndex) number = Number(lines[at - 1]!.text);
    else {
      number = Number.NaN;
      oddities.push({ line: at + 1, what: "cue without a number" });
    }
    const blockStart = hasIndex ? at - 1 : at;
    if (order === 0) reportStray(lines.slice(0, blockStart), oddities);
    else cues.push(cueBetween(source, lines, timings[order - 1]!, blockStart, oddities));
    const [start, end] = timesOf(match);
    if (end < start) oddities.push({ line: at + 1, what: "cue ends before it starts" });
  });
  cues.push(cueBetween(source, lines, timings.at(-1)!, lines.length, oddities));
  return { format: "srt", source, cues, oddities };
}

/** What was meant to begin a cue, and is text of the one before: it is reported before all else. */
const brokenTimings = (lines: readonly Line[]): Oddity[] =>
  lines.flatMap(({ text }, at) =>
    text.includes("-->") && !TIMING.test(text)
      ? [{ line: at + 1, what: `time line that can't be read: ${text.trim().slice(0, 60)}` }]
      : [],
  );

/** A number before a time line is the cue's, unless it follows text directly and is not the next number. */
function isIndex(lines: Line[], timingAt: number, previous: number): boolean {
  const text = lines[timingAt - 1]!.text;
  if (!INDEX.test(text)) return false;
  return isBlank(lines[timingAt - 2]?.text ?? "") || Number(text) === previous + 1;
}

function cueBetween(
  source: string,
  lines: Line[],
  { at, match }: { at: number; match: RegExpExecArray },
  blockEnd: number,
  oddities: Oddity[],
): Cue {
  const [start, end] = timesOf(match);
  return { start, end, ...payloadBetween(source, lines, { timing: at, end: blockEnd }, oddities) };
}

const timesOf = (match: RegExpExecArray) => [timeOf(match, 1), timeOf(match, 5)] as const;

/** An arrow would begin a new cue. */
const withoutArrows = (text: string) => text.replace(/-->/g, "->");

function compose(cues: readonly PlainCue[]): string {
  return cues
    .map(({ start, end, text }, index) => {
      const payload = withoutArrows(text.replace(/\n\s*\n/g, "\n"));
      return `${index + 1}\n${timestamp(start ?? 0, ",")} --> ${timestamp(end ?? 0, ",")}\n${payload}\n`;
    })
    .join("\n");
}

export const srt: Format = {
  name: "srt",
  extensions: [".srt"],
  about: "SubRip",
  timed: true,
  parse,
  serialize: (document, translations) => serializePayloads(document, translations, withoutArrows),
  toPlain: (text) =>
    keepBasicTags(
      text
        .replace(/\{\\[^{}]*\}/g, "")
        .replace(/\\N/g, "\n")
        .replace(/\\h/g, " "),
    ),
  compose,
};
