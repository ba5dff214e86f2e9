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

/** Says which line break to write inside a span: its own if it has one, else the file's first, else LF. */
export function lineBreaksOf(source: string): (from: number, to: number) => string {
  const first = /\r\n|\n|\r/.exec(source)?.[0] ?? "\n";
  return (from, to) => /\r\n|\n|\r/.exec(source.slice(from, to))?.[0] ?? first;
}

/** Says the 1-based line number of an offset. */
export function lineNumbersOf(source: string): (offset: number) => number {
  let lines: Line[] | undefined;
  return (offset) => {
    lines ??= splitLines(source);
    return countUpTo(lines, offset);
  };
}

/** As `lineNumbersOf`, for offsets that only grow: it keeps no line, of which a file may have millions. */
export function lineNumbersInOrder(source: string): (offset: number) => number {
  const breaks = /\r\n|\n|\r/g;
  let line = 1;
  let next = breaks.exec(source);
  return (offset) => {
    for (; next && breaks.lastIndex <= offset; next = breaks.exec(source)) line++;
    return line;
  };
}

/** How many lines begin at an offset or before it. */
function countUpTo(lines: readonly Line[], offset: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.from <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Drops the line breaks around a text. */
export function trimBreaks(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text[from] === "\n") from++;
  while (to > from && text[to - 1] === "\n") to--;
  return text.slice(from, to);
}
