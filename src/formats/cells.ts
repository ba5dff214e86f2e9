import { UserError } from "../errors.js";
import { lineNumbersInOrder } from "./lines.js";

/** How a table's rows are written. */
interface Layout {
  /** Any of these characters stands between two cells; none in a table of one column. */
  separators: string;
  /** Where the header begins. */
  start: number;
}

/** Where a cell stands, its quotes included. */
export interface Cell {
  from: number;
  to: number;
}

/** As many as spreadsheet programs take; a row is held in memory. */
const MOST_COLUMNS = 16_384;

/** What may stand between cells. Where a header has two of them equally often, the first counts. */
const SEPARATORS = "\t;,";

/** A first line that tells spreadsheet programs the separator. */
const DECLARED = /^sep=([^\r\n])(?:\r\n|\r|\n)/i;

/** Finds the separator: what the header has most often outside quotes, unless a first line declares it. */
export function layoutOf(source: string): Layout {
  const declared = DECLARED.exec(source);
  if (declared) return { separators: declared[1]!, start: declared[0].length };
  const marks = headerOf(source, { separators: SEPARATORS, start: 0 }).map(({ to }) => source[to]);
  const [most] = [...SEPARATORS]
    .map((separator) => ({ separator, count: marks.filter((mark) => mark === separator).length }))
    .sort((a, b) => b.count - a.count);
  return { separators: most?.count ? most.separator : "", start: 0 };
}

/** The first row that is not blank. */
export function headerOf(source: string, layout: Layout): Cell[] {
  for (const row of rowsOf(source, layout)) if (!isBlankRow(source, row)) return row;
  throw new UserError("there is no header: every line is blank");
}

/** Whether a row is a line with nothing on it. */
export const isBlankRow = (source: string, [first, ...rest]: readonly Cell[]): boolean =>
  rest.length === 0 && source.slice(first!.from, first!.to).trim() === "";

/**
 * Each row's cells, blank lines included. A quote begins a quoted cell only where the cell begins; one that is never
 * closed is a UserError.
 */
export function* rowsOf(source: string, { separators, start }: Layout): Generator<Cell[]> {
  const ends = endsOf(separators);
  let row: Cell[] = [];
  for (let from = start; ; ) {
    const to = endOfCell(source, from, ends);
    row.push({ from, to });
    if (row.length > MOST_COLUMNS) throw new UserError(`a row has more than ${MOST_COLUMNS} columns`);
    const mark = source[to];
    if (mark === undefined) break;
    from = to + (source.startsWith("\r\n", to) ? 2 : 1);
    if (mark !== "\r" && mark !== "\n") continue;
    yield row;
    row = [];
  }
  yield row;
}

const endsOf = (separators: string) => new RegExp(`[\\r\\n${separators.replace(/[\\\]^-]/g, "\\$&")}]`, "g");

function endOfCell(source: string, from: number, ends: RegExp): number {
  ends.lastIndex = source[from] === '"' ? behindQuotes(source, from) : from;
  return ends.exec(source)?.index ?? source.length;
}

/** The place behind the quote that closes the one at `from`; a doubled quote is a quote of the text. */
function behindQuotes(source: string, from: number): number {
  let at = source.indexOf('"', from + 1);
  while (at >= 0 && source[at + 1] === '"') at = source.indexOf('"', at + 2);
  if (at >= 0) return at + 1;
  throw new UserError(
    `line ${lineNumbersInOrder(source)(from)}: a quote opens a cell and is never closed`,
    "close it; a quote inside a quoted cell is doubled",
  );
}

interface Content extends Cell {
  text: string;
  /** Whether there is text behind the closing quote, which readers take for the cell's too. */
  trailing: boolean;
}

/** What a cell says, and the span that says it: without spaces behind the closing quote. */
export function contentOf(source: string, { from, to }: Cell): Content {
  if (source[from] !== '"') return { from, to, text: source.slice(from, to), trailing: false };
  const behind = behindQuotes(source, from);
  const rest = source.slice(behind, to);
  const trailing = rest.trim() !== "";
  const text = source.slice(from + 1, behind - 1).replaceAll('""', '"');
  return { from, to: trailing ? to : behind, text: trailing ? text + rest : text, trailing };
}

/** A text as a cell: in quotes where it must be, or where `quoted` asks for them. */
export function cellOf(text: string, separators: string, quoted = false): string {
  const must = endsOf(`"${separators || SEPARATORS}`).test(text);
  return quoted || must ? `"${text.replaceAll('"', '""')}"` : text;
}
