/** `12,15-18` as spans of line numbers, from 1; undefined if it is not that. */
export function parseSpans(text: string): [first: number, last: number][] | undefined {
  const spans = text.split(",").map((part): [number, number] | undefined => {
    const [, first, last = first] = /^\s*([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?\s*$/.exec(part) ?? [];
    return first !== undefined && Number(first) <= Number(last) ? [Number(first), Number(last)] : undefined;
  });
  return spans.every((span) => span !== undefined) ? spans : undefined;
}

/** Ascending line numbers as people write them: `line 12`, `lines 12, 15-18`. */
export function namedLines(numbers: readonly number[]): string {
  const spans: [first: number, last: number][] = [];
  for (const number of numbers) {
    const span = spans.at(-1);
    if (span && number === span[1] + 1) span[1] = number;
    else spans.push([number, number]);
  }
  const named = spans.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
  return `${numbers.length === 1 ? "line" : "lines"} ${named}`;
}
