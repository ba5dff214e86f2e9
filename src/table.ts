import stringWidth from "string-width";
import { OURS, visibleLine } from "./core/visible.js";

export interface Column {
  title: string;
  align?: "left" | "right";
  /** The column that gives way where the row is wider than the terminal. */
  shrinks?: boolean;
  paint?: (text: string) => string;
}

const GAP = 2;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Rows under their titles, aligned by what a terminal shows, no wider than so many columns. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const clean = rows.map((row) => row.map(visibleLine));
  const widths = columns.map(({ title }, at) =>
    clean.reduce((widest, row) => Math.max(widest, stringWidth(row[at] ?? "")), stringWidth(title)),
  );
  const total = widths.reduce((sum, one) => sum + one + GAP, -GAP);
  const shrinking = columns.findIndex(({ shrinks }) => shrinks);
  if (total > width && shrinking >= 0) {
    widths[shrinking] = Math.max(8, widths[shrinking]! - (total - width));
  }
  const line = (cells: readonly string[], painted: boolean) =>
    columns
      .map(({ align, paint }, at) => {
        const text = shorten(cells[at] ?? "", widths[at]!);
        const space = " ".repeat(widths[at]! - stringWidth(text));
        // A right-to-left name on its own does not turn the row around.
        const shown = RIGHT_TO_LEFT.test(text) ? OURS.isolate + text + OURS.unisolate : text;
        const cell = painted && paint && shown ? paint(shown) : shown;
        return align === "right" ? space + cell : cell + space;
      })
      .join(" ".repeat(GAP))
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => title),
      false,
    ),
    ...clean.map((row) => line(row, true)),
  ].join("\n");
}

/** Cuts out of the middle, where names differ least: `talk-about…ep12.srt`. */
function shorten(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let head = "";
  let tail = "";
  let from = 0;
  let to = characters.length - 1;
  while (from <= to) {
    const next = stringWidth(head) <= stringWidth(tail) ? characters[from]! : characters[to]!;
    if (stringWidth(head) + stringWidth(tail) + stringWidth(next) + 1 > width) break;
    if (next === characters[from] && stringWidth(head) <= stringWidth(tail)) {
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
        if (line !== indent && stringWidth(longer) > columns) {
          lines.push(line);
          line = indent + word;
        } else line = longer;
      }
      return [...lines, line];
    })
    .join("\n");
}
