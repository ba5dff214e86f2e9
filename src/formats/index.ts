import { basename, extname } from "node:path";
import { TooLarge, UserError } from "../errors.js";
import { ass, isOldAss, looksLikeAss, ssa } from "./ass.js";
import { csv, tsv } from "./csv.js";
import { decode, type Encoding } from "./encoding.js";
import type { Document, Format, PlainCue, Translations } from "./format.js";
import { json, jsonLines } from "./json.js";
import { lineNumbersOf } from "./lines.js";
import { looksLikeSbv, sbv } from "./sbv.js";
import { looksLikeSrt, srt } from "./srt.js";
import { lines, paragraphs } from "./text.js";
import { looksLikeWebVtt, webvtt } from "./webvtt.js";

/** The formats there are; a new one is a file beside this one and its name here. */
export const FORMATS: readonly Format[] = [
  srt,
  webvtt,
  sbv,
  ass,
  ssa,
  json,
  jsonLines,
  csv,
  tsv,
  lines,
  paragraphs,
];

/** Beyond these a file is refused before any work is done on it. */
export const MAX_BYTES = 32 * 1024 * 1024;
const MAX_CUES = 100_000;
/** Characters of a segment: it is sent whole, and a model must take it and its translation. */
const MAX_SEGMENT = 20_000;

export const EXTENSIONS = FORMATS.flatMap(({ extensions }) => extensions);

/** The format of a name; `csv:text` is CSV with the column it names. */
export function formatNamed(name: string): Format {
  const column = columnOf(name);
  const base = column === undefined ? name : name.slice(0, name.indexOf(":"));
  const found = FORMATS.find((format) => format.name === base);
  const bound = column === undefined ? found : found?.ofColumn?.(column);
  if (bound) return bound;
  throw new UserError(
    `unknown format "${name}"`,
    `known: ${FORMATS.map((format) => format.name).join(", ")}`,
  );
}

/** The column in a format's name. */
export function columnOf(name: string): string | undefined {
  const colon = name.indexOf(":");
  return colon < 0 ? undefined : name.slice(colon + 1);
}

/** The format of a file's name. */
export function formatOfPath(path: string): Format {
  const extension = extname(path).toLowerCase();
  const found = FORMATS.find(({ extensions }) => extensions.includes(extension));
  if (found) return found;
  throw new UserError(
    `can't tell the format of ${basename(path)}`,
    `known endings: ${EXTENSIONS.join(", ")}; or name it with \`--format\``,
  );
}

export interface ReadOptions {
  /** A format's name, where the path does not tell or tells wrongly. */
  format?: string;
  encoding?: string;
  /** The column of a table that is translated, by its name or number from 1. */
  column?: string;
}

/** How one file of several is read: the column is for those that are tables. */
export function readingOf<Options extends ReadOptions>(path: string, options: Options): Options {
  const { column: _, ...others } = options;
  const format = options.format ? formatNamed(options.format) : formatOfPath(path);
  return format.ofColumn ? options : (others as Options);
}

/** Reads a file's bytes into a document. Subtitles under the wrong name are read as what they are, and said so. */
export function read(
  path: string,
  bytes: Uint8Array,
  options: ReadOptions = {},
): Document & { encoding: Encoding } {
  if (bytes.length === 0) throw new UserError("the file is empty");
  if (bytes.length > MAX_BYTES) throw new TooLarge(bytes.length, MAX_BYTES);
  const { text, encoding, detected } = decode(bytes, options.encoding);
  const named = withColumn(options.format ? formatNamed(options.format) : formatOfPath(path), options.column);
  const format = options.format ? named : formatOfContent(text, named);
  const document = parse(format, text);
  if (format !== named)
    document.oddities.unshift({ line: 1, what: `named ${named.about} but written as ${format.about}` });
  if (detected)
    document.oddities.unshift({
      line: 1,
      what: `detected ${encoding.name}; \`--encoding\` names another encoding`,
    });
  if (document.cues.length > MAX_CUES) {
    throw new UserError(
      `${document.cues.length} segments are more than the ${MAX_CUES} a file may have`,
      "split it",
    );
  }
  refuseAbsurdTimes(document);
  return { ...document, encoding };
}

function withColumn(format: Format, column: string | undefined): Format {
  if (column === undefined) return format;
  if (format.ofColumn) return format.ofColumn(column);
  throw new UserError(
    `it is read as ${format.name}, which has no columns`,
    "if it is a table, name its format with `--format`: csv, tsv",
  );
}

/** A time that no integer of milliseconds holds could be neither stored nor written back. */
function refuseAbsurdTimes({ cues }: Document) {
  const absurd = cues.findIndex(({ start, end }) =>
    [start, end].some((time) => time !== null && Math.abs(time) > Number.MAX_SAFE_INTEGER),
  );
  if (absurd >= 0)
    throw new UserError(`segment ${absurd + 1} has a time that no player can show`, "correct it");
}

/** Throws UserError for a document with a segment that is too long to be sent; it can still be converted. */
export function refuseLongSegments({ cues, source }: Document): void {
  const long = cues.find(({ text }) => text.length > MAX_SEGMENT);
  if (!long) return;
  const line = lineNumbersOf(source)(long.from);
  throw new UserError(
    `line ${line}: a segment of ${long.text.length} characters, and one may have ${MAX_SEGMENT}`,
    "break it into shorter segments",
  );
}

/** A parser that fails in a way nobody thought of must not end a whole folder: that is one file's error too. */
function parse(format: Format, text: string): Document {
  try {
    return format.parse(text);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`the parser of ${format.name} failed, please report it: ${error}`);
  }
}

/** A subtitle is what its content says, under whichever of their names it comes. */
function formatOfContent(text: string, named: Format): Format {
  if (![srt, webvtt, sbv, ass, ssa].includes(named)) return named;
  if (looksLikeAss(text)) return scriptOf(text, named);
  if (looksLikeWebVtt(text)) return webvtt;
  if (looksLikeSbv(text)) return sbv;
  return looksLikeSrt(text) ? srt : named;
}

/** The version a script says it has; without a word of it, the one of its name. */
function scriptOf(text: string, named: Format): Format {
  const old = isOldAss(text);
  if (old === undefined) return named === ssa ? ssa : ass;
  return old ? ssa : ass;
}

/** A document with translations, in its own format or another. Throws UserError if times are needed and lacking. */
export function write(document: Document, translations: Translations, into?: string): string {
  const own = formatNamed(document.format);
  const target = into ? formatNamed(into) : own;
  if (target.name === own.name) return own.serialize(document, translations);
  if (own.ofColumn && target.ofColumn) {
    throw new UserError(
      `${own.about} can't become ${target.about}: only one of its columns is read`,
      `write it as ${own.about}, and let a spreadsheet program convert it`,
    );
  }
  const cues = document.cues.map(({ start, end, text }, index): PlainCue => {
    return { start, end, text: own.toPlain(translations[index] ?? text) };
  });
  const timeless = cues.filter(({ start, end }) => start === null || end === null).length;
  if (target.timed && timeless > 0) {
    const which = timeless === cues.length ? "has none" : `has ${timeless} segments without`;
    throw new UserError(`${target.about} needs times, and this ${own.name} file ${which}`);
  }
  return target.compose(cues);
}
