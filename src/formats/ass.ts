import { UserError } from "../errors.js";
import { composeAss, composeSsa } from "./ass-compose.js";
import { isSung, overridesFor, readText, textRuns, toPlain, writeText } from "./ass-text.js";
import type { Cue, Document, Format, Oddity, Translations } from "./format.js";
import { type Line, splitLines } from "./lines.js";
import { splice } from "./splice.js";
import { timeOf } from "./timestamp.js";

interface AssCue extends Cue {
  /** The line breaks of the text, as the file writes them. */
  breaks: string[];
}

const SECTION = /^\s*\[([^\]]*)\]\s*$/;
const ENTRY = /^\s*([a-z]+)[ \t]*:/i;
const TIME = /^\s*(\d+):(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?\s*$/;
/** The order of both versions where no Format line says another. */
const COLUMNS = "Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text".toLowerCase().split(",");
/** What a karaoke script writes into the Effect column of the lines it makes, often one for each syllable. */
const SUNG_EFFECTS = /^\s*(?:fx|karaoke)\s*$/i;

/** True if the text begins as every editor's scripts do. */
export const looksLikeAss = (source: string) => /^\s*\[Script Info\]/i.test(source);

/** True for version 4.00 (SSA), false for 4.00+ (ASS), undefined if the script does not say. */
export function isOldAss(source: string): boolean | undefined {
  const version = /^[ \t]*(?:\[V4(\+?) Styles\+?\]|ScriptType:[ \t]*v4\.00(\+?))/im.exec(source);
  return version ? !(version[1] || version[2]) : undefined;
}

/**
 * Reads the Dialogue lines of the section [Events] as players do, and leaves all else in its place. A drawing is no text;
 * text on both sides of one makes two cues. Lines whose syllables are timed one by one are left as they are: their times
 * belong to the sung words, and a translation has others.
 */
const parse =
  (format: string) =>
  (source: string): Document => {
    const reading: Reading = {
      columns: undefined,
      cues: [],
      oddities: [],
      sung: [],
    };
    let [inEvents, found] = [false, false];
    splitLines(source).forEach((line, at) => {
      const section = SECTION.exec(line.text)?.[1];
      if (section !== undefined) inEvents = section.trim().toLowerCase() === "events";
      else if (inEvents) readLine(line, at + 1, reading);
      found ||= inEvents;
    });
    if (!found) throw new UserError("not a SubStation Alpha script: there is no section [Events]");
    const { cues, oddities, sung } = reading;
    if (sung.length)
      oddities.push({ line: sung[0]!, what: `${count(sung.length, "karaoke line")}, ${SUNG}` });
    return { format, source, cues, oddities };
  };

const SUNG = "not translated and left out of other formats";

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;

interface Reading {
  /** In lower case; undefined before the first Format line. */
  columns: string[] | undefined;
  cues: AssCue[];
  oddities: Oddity[];
  /** The numbers of the lines that are sung. */
  sung: number[];
}

function readLine(line: Line, number: number, reading: Reading) {
  const { oddities } = reading;
  const entry = ENTRY.exec(line.text);
  const name = entry ? entry[1]!.toLowerCase() : "";
  if (entry && name === "format") {
    reading.columns = line.text
      .slice(entry[0].length)
      .split(",")
      .map((column) => column.trim().toLowerCase());
    if (!reading.columns.includes("text"))
      oddities.push({ line: number, what: "Format without a column Text: the last one is read as text" });
  } else if (entry && name === "dialogue") {
    if (!reading.columns) {
      oddities.push({
        line: number,
        what: "event before any Format line, read in the usual order of columns",
      });
      reading.columns = COLUMNS;
    }
    readEvent(line, { number, offset: entry[0].length }, reading);
  } else if (!entry && /\S/.test(line.text) && !/^\s*[;!]/.test(line.text)) {
    const excerpt = line.text.trim().slice(0, 60);
    oddities.push({ line: number, what: `text outside of any event, which players don't show: ${excerpt}` });
  }
}

function readEvent(line: Line, { number, offset }: { number: number; offset: number }, reading: Reading) {
  const columns = reading.columns!;
  const named = columns.indexOf("text");
  const last = named < 0 ? columns.length - 1 : named;
  const values: string[] = [];
  let at = offset;
  for (let column = 0; column < last; column++) {
    const comma = line.text.indexOf(",", at);
    if (comma < 0) {
      const what = `event with ${count(column + 1, "column")} of ${columns.length}, left as written`;
      reading.oddities.push({ line: number, what });
      return;
    }
    values.push(line.text.slice(at, comma));
    at = comma + 1;
  }
  const field = line.text.slice(at);
  const runs = textRuns(field);
  if (runs.length === 0) return;
  const valueIn = (column: string) => values[columns.indexOf(column)] ?? "";
  if (isSung(field) || SUNG_EFFECTS.test(valueIn("effect"))) {
    reading.sung.push(number);
    return;
  }
  const [start, end] = [valueIn("start"), valueIn("end")].map(timeFrom) as [number | null, number | null];
  if (start === null || end === null)
    reading.oddities.push({ line: number, what: "time that can't be read" });
  else if (end < start) reading.oddities.push({ line: number, what: "event ends before it starts" });
  for (const [from, to] of runs) {
    const read = readText(field.slice(from, to));
    reading.cues.push({ start, end, ...read, from: line.from + at + from, to: line.from + at + to });
  }
}

function timeFrom(value: string): number | null {
  const match = TIME.exec(value);
  return match && timeOf(match, 1);
}

const serialize = (document: Document, translations: Translations) =>
  splice(document, translations, (translation, cue) =>
    writeText(withOverrides(translation, cue.text), (cue as AssCue).breaks),
  );

/** A person, or a file of another format, may write `<i>`; where the line itself has such tags they are text. */
const withOverrides = (translation: string, text: string) =>
  /<\/?[biu]>/.test(text) ? translation : overridesFor(translation);

export const ass: Format = {
  name: "ass",
  extensions: [".ass"],
  about: "Advanced SubStation Alpha",
  timed: true,
  parse: parse("ass"),
  serialize,
  toPlain,
  compose: composeAss,
};

export const ssa: Format = {
  ...ass,
  name: "ssa",
  extensions: [".ssa"],
  about: "SubStation Alpha 4",
  parse: parse("ssa"),
  compose: composeSsa,
};
