export interface Line {
  text: string;
  /** Offset of the first character. */
  from: number;
  /** Offset behind the last character, before the line break. */
  to: number;
}

/** Splits at CRLF, LF and bare CR and keeps where each line stood; the text after the last break is a line too. */
export function splitLines(source: string): Line[] {
  const lines: Line[] = [];
  const breaks = /\r\n|\n|\r/g;
  let from = 0;
  for (let match = breaks.exec(source); match; match = breaks.exec(source)) {
    lines.push({ text: source.slice(from, match.index), from, to: match.index });
    from = breaks.lastIndex;
  }
  lines.push({ text: source.slice(from), from, to: source.length });
  return lines;
}

/** The text of a span with every kind of line break as `\n`. */
export function normalizeBreaks(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/** The line break to write inside a span: its own if it has one, else the file's first, else LF. */
export function lineBreakOf(source: string, from: number, to: number): string {
  return /\r\n|\n|\r/.exec(source.slice(from, to))?.[0] ?? /\r\n|\n|\r/.exec(source)?.[0] ?? "\n";
}

/** The 1-based line number of an offset. */
export function lineNumberAt(source: string, offset: number): number {
  return splitLines(source.slice(0, offset)).length;
}
