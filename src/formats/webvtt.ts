import { decodeEntities, ENTITY } from "../core/entities.js";
import { UserError } from "../errors.js";
import type { Cue, Document, Format, Oddity, PlainCue, Translations } from "./format.js";
import { type Line, lineBreaksOf, splitLines, trimBreaks } from "./lines.js";
import { keepBasicTags } from "./plain.js";
import { splice } from "./splice.js";
import { timeOf, timestamp } from "./timestamp.js";
import { type CueSettings, parseRegion, parseSettings, type Region } from "./webvtt-settings.js";

/** https://www.w3.org/TR/webvtt1/#collect-a-webvtt-timestamp for both times of a line. */
const TIMING =
  /^[ \t\f]*(?:(\d+):)?([0-5]\d):([0-5]\d)\.(\d{3})(?!\d)[ \t\f]*-->[ \t\f]*(?:(\d+):)?([0-5]\d):([0-5]\d)\.(\d{3})(?!\d)/;
const SIGNATURE = /^WEBVTT(?![^ \t\n\r])/;

export interface WebVttCue extends Cue {
  id: string;
  settings: CueSettings;
}

export const looksLikeWebVtt = (source: string) => SIGNATURE.test(source);

/**
 * The parser of the WebVTT specification (https://www.w3.org/TR/webvtt1/#file-parsing), which finds the cues every
 * browser finds, with the span of each payload kept.
 */
export function parseWebVtt(source: string): Document & { cues: WebVttCue[] } {
  if (!looksLikeWebVtt(source)) throw new UserError("not WebVTT: the first line must begin with WEBVTT");
  const lines = splitLines(source);
  const cues: WebVttCue[] = [];
  const oddities: Oddity[] = [];
  const regions = new Map<string, Region>();

  let at = 1;
  if (lines[at]?.text) at = readBlock(lines, at, true).next;
  while (at < lines.length) {
    if (lines[at]!.text === "") {
      at++;
      continue;
    }
    const block = readBlock(lines, at, false);
    if (block.timing !== undefined) {
      const cue = cueOf(source, lines, block as Block & { timing: number }, regions, oddities);
      if (cue) cues.push(cue);
      else
        oddities.push({
          line: block.timing + 1,
          what: `time line that can't be read: ${excerpt(lines[block.timing]!)}`,
        });
    } else {
      const kind = /^(STYLE|REGION)[ \t\f]*$/.exec(lines[at]!.text)?.[1];
      if (kind === "REGION") {
        const region = parseRegion(lines.slice(at + 1, block.end).map(({ text }) => text));
        if (region.id) regions.set(region.id, region);
      } else if (!kind && !/^NOTE(?![^ \t])/.test(lines[at]!.text)) {
        oddities.push({
          line: at + 1,
          what: `text outside of any cue, which players don't show: ${excerpt(lines[at]!)}`,
        });
      }
    }
    at = block.next;
  }
  return { format: "vtt", source, cues, oddities };
}

interface Block {
  first: number;
  /** The line behind the block's last one. */
  end: number;
  timing?: number;
  /** Where reading goes on. */
  next: number;
}

/** https://www.w3.org/TR/webvtt1/#collect-a-webvtt-block: a time line counts as first or second line only. */
function readBlock(lines: Line[], first: number, inHeader: boolean): Block {
  let timing: number | undefined;
  for (let at = first; at < lines.length; at++) {
    const { text } = lines[at]!;
    if (text.includes("-->")) {
      const count = at - first + 1;
      if (inHeader || count > 2 || timing !== undefined) return { first, end: at, timing, next: at };
      timing = at;
    } else if (text === "") {
      return { first, end: at, timing, next: at + 1 };
    }
  }
  return { first, end: lines.length, timing, next: lines.length };
}

function cueOf(
  source: string,
  lines: Line[],
  { first, end, timing }: Block & { timing: number },
  regions: Map<string, Region>,
  oddities: Oddity[],
): WebVttCue | undefined {
  const match = TIMING.exec(lines[timing]!.text);
  if (!match) return undefined;
  const [start, stop] = timesOf(match);
  const { settings, ignored } = parseSettings(lines[timing]!.text.slice(match[0].length), regions);
  if (ignored.length)
    oddities.push({ line: timing + 1, what: `settings that players ignore: ${ignored.join(" ")}` });
  if (stop < start) oddities.push({ line: timing + 1, what: "cue ends before it starts" });

  const id = timing > first ? withoutNulls(lines[first]!.text) : "";
  const times = { start, end: stop, id, settings };
  if (end <= timing + 1) return { ...times, text: "", from: lines[timing]!.to, to: lines[timing]!.to };
  const payload = lines.slice(timing + 1, end);
  const text = withoutNulls(payload.map((line) => line.text).join("\n"));
  return { ...times, text, from: payload[0]!.from, to: Math.min(payload.at(-1)!.to, source.length) };
}

const excerpt = ({ text }: Line) => text.trim().slice(0, 60);
const withoutNulls = (text: string) => text.replaceAll("\0", "\uFFFD");

const timesOf = (match: RegExpExecArray) => [timeOf(match, 1), timeOf(match, 5)] as const;

/** Nothing in a translation may end the cue or begin another. */
const singleBlock = (text: string) => trimBreaks(text.replace(/-->/g, "--&gt;").replace(/\n{2,}/g, "\n"));

const BASIC_TAG = /^<\/?[biu]>$/;
const AMPERSAND = new RegExp(`${ENTITY.source}|&`, "g");

/**
 * What is neither a tag of the line nor one that every format shares is text: players would hide it as a tag. A bare
 * ampersand is shown as what it is, and stays where the line has one itself.
 */
function escaped(translation: string, line: string): string {
  const own = new Set(line.match(/<[^<>]*>/g));
  const ampersand = line.match(AMPERSAND)?.includes("&") ? "&" : "&amp;";
  return translation
    .split(/(<(?:[^<>]*>)?)/)
    .map((piece) => {
      if (own.has(piece) || BASIC_TAG.test(piece)) return piece;
      return piece.replace(AMPERSAND, (one) => (one === "&" ? ampersand : one)).replace(/^</, "&lt;");
    })
    .join("");
}

function serialize(document: Document, translations: Translations): string {
  const lineBreak = lineBreaksOf(document.source);
  return splice(document, translations, (translation, { text, from, to }) =>
    singleBlock(escaped(translation, text)).replace(/\n/g, lineBreak(from, to)),
  );
}

function toPlain(text: string): string {
  const named = text.replace(/<v(?:\.[^\s<>]*)?[ \t]+([^\s<>][^<>]*)>/g, "$1: ");
  return decodeEntities(keepBasicTags(named));
}

function compose(cues: readonly PlainCue[]): string {
  const blocks = cues.map(({ start, end, text }) => {
    const escaped = text.replace(/&/g, "&amp;").replace(/<(?!\/?[biu]>)/g, "&lt;");
    return `${timestamp(start ?? 0, ".")} --> ${timestamp(end ?? 0, ".")}\n${singleBlock(escaped)}\n`;
  });
  return `WEBVTT\n\n${blocks.join("\n")}`;
}

export const webvtt: Format = {
  name: "vtt",
  extensions: [".vtt", ".webvtt"],
  about: "WebVTT",
  timed: true,
  parse: parseWebVtt,
  serialize,
  toPlain,
  compose,
};
