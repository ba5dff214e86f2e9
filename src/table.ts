import stringWidth from "string-width";
import { OURS, visibleLine } from "./core/visible.js";

export interface Column {
  title: string;
  align?: "left" | "right";
  /** The column that gives way where the row is wider than the terminal. */
  shrinks?: boolean;
  /** Its cells may have several lines, and are broken into more where the row is wider than the terminal. */
  wraps?: boolean;
  paint?: (text: string) => string;
}

/** Most cells are of plain characters, whose width needs no looking up. */
const widthOf = (text: string) => (/^[ -~]*$/.test(text) ? text.length : stringWidth(text));

const GAP = 2;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/**
 * Rows under their titles, aligned by what a terminal shows, no wider than so many columns. Without end each row is
 * one line, whatever its cells hold.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const cells = rows.map((row) =>
    columns.map(({ wraps }, at) => {
      const text = row[at] ?? "";
      return (wraps && Number.isFinite(width) ? text.split("\n") : [text]).map(visibleLine);
    }),
  );
  const natural = columns.map(({ title }, at) =>
    cells.flatMap((row) => row[at]!).reduce((most, text) => Math.max(most, widthOf(text)), widthOf(title)),
  );
  const widths = widthsWithin(width, columns, natural);
  const titles = columns.map(({ title }) => title);
  return [
    rowOf(columns, titles, widths, false),
    ...cells.flatMap((row) => {
      const lines = row.map((cell, at) =>
        columns[at]!.wraps ? cell.flatMap((text) => broken(text, widths[at]!)) : cell,
      );
      const height = Math.max(...lines.map(({ length }) => length));
      return Array.from({ length: height }, (_, line) =>
        rowOf(
          columns,
          lines.map((cell) => cell[line] ?? ""),
          widths,
          true,
        ),
      );
    }),
  ].join("\n");
}

function rowOf(
  columns: readonly Column[],
  cells: readonly string[],
  widths: readonly number[],
  painted: boolean,
) {
  return columns
    .map(({ align, paint }, at) => {
      const text = shorten(cells[at]!, widths[at]!);
      const space = " ".repeat(widths[at]! - widthOf(text));
      // A right-to-left name on its own does not turn the row around.
      const shown = RIGHT_TO_LEFT.test(text) ? OURS.isolate + text + OURS.unisolate : text;
      const cell = painted && paint && shown ? paint(shown) : shown;
      return align === "right" ? space + cell : cell + space;
    })
    .join(" ".repeat(GAP))
    .trimEnd();
}

const LEAST = 8;

/** The columns' widths where the row has to fit: those that wrap share what is left, or one shrinks. */
function widthsWithin(width: number, columns: readonly Column[], natural: readonly number[]): number[] {
  const over = natural.reduce((sum, one) => sum + one + GAP, -GAP) - width;
  const widths = [...natural];
  if (over <= 0) return widths;
  const wrapping = columns
    .flatMap(({ wraps }, at) => (wraps ? [at] : []))
    .sort((a, b) => natural[a]! - natural[b]!);
  let room = wrapping.reduce((sum, at) => sum + natural[at]!, -over);
  wrapping.forEach((at, order) => {
    const share = Math.floor(room / (wrapping.length - order));
    widths[at] = Math.min(natural[at]!, Math.max(LEAST, share));
    room -= widths[at]!;
  });
  const shrinking = columns.findIndex(({ shrinks }) => shrinks);
  if (shrinking >= 0) widths[shrinking] = Math.max(LEAST, natural[shrinking]! - over);
  return widths;
}

const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]\p{P}*`;
/** What stays together: a word with its space, a character of a script whose lines break anywhere. */
const PIECE = new RegExp(`${UNSPACED}\\s*|(?:(?!${UNSPACED})\\S)+\\s*|\\s+`, "gu");

/** A text in lines no wider than so many columns; a word is broken only where it is wider itself. */
function broken(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const pieces = (text.match(PIECE) ?? []).flatMap((piece) =>
    widthOf(piece.trimEnd()) > width ? charactersOf(piece) : [piece],
  );
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const piece of pieces) {
    const word = piece.trimEnd();
    const wide = widthOf(word);
    if (line && used + wide > width) {
      lines.push(line.trimEnd());
      line = "";
      used = 0;
    }
    line += piece;
    used += wide + piece.length - word.length;
  }
  return [...lines, line.trimEnd()];
}

const charactersOf = (text: string) => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);

/** Cuts out of the middle, where names differ least: `talk-about…ep12.srt`. */
function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = charactersOf(text);
  let head = "";
  let tail = "";
  let from = 0;
  let to = characters.length - 1;
  while (from <= to) {
    const next = widthOf(head) <= widthOf(tail) ? characters[from]! : characters[to]!;
    if (widthOf(head) + widthOf(tail) + widthOf(next) + 1 > width) break;
    if (next === characters[from] && widthOf(head) <= widthOf(tail)) {
      head += next;
      from++;
    } else {
      tail = next + tail;
      to--;
    }
  }
  return `${head}…${tail}`;
}

/** A text in lines no wider than so many columns, each behind the same indent; a word that is wider is left whole. */
export function wrap(text: string, columns: number, indent: string): string {
  return text
    .split("\n")
    .flatMap((paragraph) => {
      const lines: string[] = [];
      let line = indent;
      for (const word of paragraph.split(" ")) {
        const longer = line === indent ? line + word : `${line} ${word}`;
        if (line !== indent && widthOf(longer) > columns) {
          lines.push(line);
          line = indent + word;
        } else line = longer;
      }
      return [...lines, line];
    })
    .join("\n");
}
