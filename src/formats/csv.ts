import { shellWord } from "../core/command-line.js";
import { ColumnNeeded, UserError } from "../errors.js";
import { type Cell, cellOf, contentOf, headerOf, isBlankRow, layoutOf, rowsOf } from "./cells.js";
import type { Cue, Document, Format, Oddity, PlainCue, Translations } from "./format.js";
import { lineBreaksOf, lineNumbersInOrder, normalizeBreaks } from "./lines.js";
import { dropTags } from "./plain.js";
import { splice } from "./splice.js";
import { timestamp } from "./timestamp.js";

/** Reads one column of a table, whose first row is its header. Other cells, and rows of another width, stay as they are. */
function parse(format: string, source: string, wanted: string | undefined): Document {
  const layout = layoutOf(source);
  const header = headerOf(source, layout);
  const names = header.map((cell) => contentOf(source, cell).text.trim());
  const column = columnIn(names, wanted);
  const width =
    Math.max(
      column,
      names.findLastIndex((name) => name !== ""),
    ) + 1;
  const cues: Cue[] = [];
  const { oddities, note } = odditiesOf(source);
  for (const row of rowsOf(source, layout)) {
    const first = row[0]!.from;
    if (first <= header[0]!.from || isBlankRow(source, row)) continue;
    const misfit = misfitOf(row, { width, most: names.length });
    if (misfit) {
      note(first, misfit);
      continue;
    }
    const { text, trailing, ...span } = contentOf(source, row[column]!);
    if (trailing) note(span.from, "text behind a closing quote");
    if (text.trim()) cues.push({ start: null, end: null, text: normalizeBreaks(text), ...span });
  }
  return { format: `${format}:${labels(names)[column]}`, source, cues, oddities };
}

/** A table that is read wrongly is odd in each of its rows, which may be millions. */
const MOST_ODDITIES = 1000;

/** Notes what is odd where, in the order of the table. */
function odditiesOf(source: string) {
  const lineNumber = lineNumbersInOrder(source);
  const oddities: Oddity[] = [];
  const note = (offset: number, what: string) => {
    if (oddities.length < MOST_ODDITIES) oddities.push({ line: lineNumber(offset), what });
    else if (oddities.length === MOST_ODDITIES)
      oddities.push({ line: lineNumber(offset), what: "from here on, odd rows are not listed" });
  };
  return { oddities, note };
}

/** What is wrong with a row that has too few cells, or more than the header that are not empty. */
function misfitOf(
  row: readonly Cell[],
  { width, most }: { width: number; most: number },
): string | undefined {
  const filled = row.findLastIndex(({ from, to }) => to > from) + 1;
  const count = filled > most ? filled : row.length;
  if (count >= width && filled <= most) return undefined;
  return `a row of ${count} ${count === 1 ? "column" : "columns"}, and the header has ${width}; left as it is`;
}

/** The index of a column that is named or numbered; a name goes before a number. */
function columnIn(names: readonly string[], wanted: string | undefined): number {
  const [found, ...others] = indexesOf(names, wanted?.trim());
  if (found !== undefined && others.length === 0) return found;
  const number = /^\d+$/.test(wanted ?? "") ? Number(wanted) : 0;
  if (found === undefined && number > 0 && number <= names.length) return number - 1;

  const which = `the file has the columns ${list(labels(names))}`;
  const hint = `say which to translate: \`--column ${shellWord(likelyColumn(names, wanted))}\``;
  if (wanted === undefined) throw new ColumnNeeded(which, hint);
  const what = found === undefined ? "there is no column" : `${others.length + 1} columns are named`;
  throw new UserError(`${what} "${wanted}": ${which}`, hint);
}

const indexesOf = (names: readonly string[], wanted: string | undefined) =>
  names.flatMap((name, index) => (name === wanted ? [index] : []));

/** A column's name, or its number where the name is missing, not its own, or not fit to be typed. */
const labels = (names: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.map((name, index) =>
    counts.get(name) === 1 && /^[^\p{C}`]{1,60}$/u.test(name) ? name : String(index + 1),
  );
};

const MOST_NAMED = 20;

const list = (texts: readonly string[]) =>
  texts.slice(0, MOST_NAMED).join(", ") + (texts.length > MOST_NAMED ? ", …" : "");

/** What columns of texts are mostly called. */
const USUAL = /text|source|content|string|message|subtitle|sentence|description/i;

/** The column that is likely meant: the first of this name, one of a usual name, or the first. */
function likelyColumn(names: readonly string[], wanted: string | undefined): string {
  const same = names.findIndex((name) => name.toLowerCase() === wanted?.trim().toLowerCase());
  const usual = names.findIndex((name) => USUAL.test(name));
  return labels(names)[Math.max(0, same < 0 ? usual : same)]!;
}

function serialize(document: Document, translations: Translations): string {
  const { source } = document;
  const lineBreak = lineBreaksOf(source);
  const { separators } = layoutOf(source);
  return splice(document, translations, (translation, { from, to }) => {
    const text = normalizeBreaks(translation).replace(/\n/g, lineBreak(from, to));
    return cellOf(text, separators, source[from] === '"');
  });
}

/** Times have columns of their own where there are any. */
function compose(separator: string, cues: readonly PlainCue[]): string {
  const timed = cues.some(({ start, end }) => start !== null || end !== null);
  const time = (ms: number | null) => (ms === null ? "" : timestamp(ms, "."));
  const rows = cues.map(({ start, end, text }) => [
    ...(timed ? [time(start), time(end)] : []),
    cellOf(dropTags(text), separator),
  ]);
  const header = timed ? ["start", "end", "text"] : ["text"];
  return [header, ...rows].map((row) => `${row.join(separator)}\n`).join("");
}

/** A table with a separator for new files; of those that are there, the header tells. */
function table(format: Pick<Format, "name" | "extensions" | "about">, separator: string): Format {
  const withColumn = (column: string | undefined): Format => ({
    ...format,
    timed: false,
    ofColumn: withColumn,
    parse: (source) => parse(format.name, source, column),
    serialize,
    toPlain: (text) => text,
    compose: (cues) => compose(separator, cues),
  });
  return withColumn(undefined);
}

export const csv = table({ name: "csv", extensions: [".csv"], about: "CSV" }, ",");
export const tsv = table({ name: "tsv", extensions: [".tsv"], about: "TSV" }, "\t");
