import type { Json } from "../json.js";
import type { Finding, Judged } from "./finding.js";
import { listsOf, textsOf } from "./texts.js";

/** `Row 3:`, `3.`, `3)`, at the beginning of an item or a line. */
const NUMBER = /^\s*(?:\p{L}+\s+)?(\d{1,4})\s*[.:)]/u;
/** `Rows 3-5:` stands for three. */
const SPAN = /^\s*(?:\p{L}+\s+)?(\d{1,4})\s*[-–]\s*(\d{1,4})\s*[.:)]/u;

/** Fewer numbered items prove no numbering. */
const LEAST = 3;

/** Lists and lines that are numbered are numbered without a gap. */
export const numbering = ({ document, output }: Judged): Finding[] => [
  ...listsOf(document).flatMap(({ at, list }) => found(at, spansIn(list))),
  ...(typeof output === "string"
    ? textsOf(document).flatMap(({ at, text }) => groupsIn(text).flatMap((spans) => found(at, spans)))
    : []),
];

type Span = [first: number, last: number];

function spanOf(text: string): Span | undefined {
  const span = SPAN.exec(text);
  if (span) return [Number(span[1]), Number(span[2])];
  const number = NUMBER.exec(text);
  return number ? [Number(number[1]), Number(number[1])] : undefined;
}

/** Undefined where not all items of a list are texts with a number. */
function spansIn(list: readonly Json[]): Span[] | undefined {
  const spans = list.map((item) => (typeof item === "string" ? spanOf(item) : undefined));
  return spans.every((span) => span !== undefined) ? (spans as Span[]) : undefined;
}

/** Numbered lines that stand together; a line of one begins anew. */
function groupsIn(text: string): Span[][] {
  const groups: Span[][] = [];
  for (const line of text.split("\n")) {
    const span = spanOf(line.replace(/^\s*(?:[-*]\s+|\*\*)/, ""));
    if (!span) continue;
    const last = groups.at(-1);
    if (!last || span[0] === 1 || span[0] < last[0]![0]) groups.push([span]);
    else last.push(span);
  }
  return groups;
}

function found(at: string, spans: readonly Span[] | undefined): Finding[] {
  if (!spans || spans.length < LEAST) return [];
  const wrong = spans.findIndex(([first], index) => index > 0 && first !== spans[index - 1]![1] + 1);
  if (wrong < 0) return [];
  return [
    { rule: "numbering", at, gravity: "hard", says: `its numbers are not in order at item ${wrong + 1}` },
  ];
}
