import { UserError } from "../errors.js";
import type { Cue, Document, Format, Oddity, PlainCue } from "./format.js";
import { splitLines } from "./lines.js";
import { isBlank, payloadBetween, reportStray, serializePayloads } from "./payload.js";
import { dropTags } from "./plain.js";
import { timeOf, timestamp } from "./timestamp.js";

/** Both times of a cue, as YouTube writes them: `0:00:01.000,0:00:03.500`. */
const TIMING = /^\s*(\d+):(\d{1,2}):(\d{1,2})\.(\d{1,3}),(\d+):(\d{1,2}):(\d{1,2})\.(\d{1,3})\s*$/;

/** True if the first line with anything on it is a time line of SBV. */
export const looksLikeSbv = (source: string) => TIMING.test(/\S.*/.exec(source)?.[0] ?? "");

/** Everything from a time line to the next one belongs to the cue, less the blank lines around it. */
function parse(source: string): Document {
  const lines = splitLines(source);
  const timings = lines.flatMap(({ text }, at) => {
    const match = TIMING.exec(text);
    return match ? [{ at, start: timeOf(match, 1), end: timeOf(match, 5) }] : [];
  });
  if (timings.length === 0) {
    throw new UserError("no cue found: not one line reads like 0:00:01.000,0:00:02.000");
  }
  const oddities: Oddity[] = [];
  reportStray(lines.slice(0, timings[0]!.at), oddities);
  const cues = timings.map(({ at, start, end }, order): Cue => {
    if (end < start) oddities.push({ line: at + 1, what: "cue ends before it starts" });
    const next = timings[order + 1]?.at ?? lines.length;
    return { start, end, ...payloadBetween(source, lines, { timing: at, end: next }, oddities) };
  });
  return { format: "sbv", source, cues, oddities };
}

/** A line of text that reads like a time line would begin a new cue: a space behind the comma makes it none. */
const withoutTimings = (text: string) =>
  text
    .split("\n")
    .map((line) => (TIMING.test(line) ? line.replace(",", ", ") : line))
    .join("\n");

/** YouTube does not write leading zeros before the hours. */
const time = (ms: number | null) => timestamp(ms ?? 0, ".").replace(/^0(?=\d:)/, "");

function compose(cues: readonly PlainCue[]): string {
  const blocks = cues.map(({ start, end, text }) => {
    const lines = dropTags(text).split("\n");
    const payload = withoutTimings(lines.filter((line) => !isBlank(line)).join("\n"));
    return `${time(start)},${time(end)}\n${payload}\n`;
  });
  return blocks.join("\n");
}

export const sbv: Format = {
  name: "sbv",
  extensions: [".sbv"],
  about: "SBV",
  timed: true,
  parse,
  serialize: (document, translations) => serializePayloads(document, translations, withoutTimings),
  // It has neither markup nor escapes.
  toPlain: (text) => text,
  compose,
};
