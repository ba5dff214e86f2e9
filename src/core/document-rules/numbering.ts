import type { Json } from "../json.js";
import { isObject } from "../json-pointer.js";
import type { Finding, Judged } from "./finding.js";
import { listsOf, textsOf } from "./texts.js";

/** `Row 3:`, `3.` or `3)` begins an item or a line, and `Rows 3-5:` stands for three. `10:30` is a time. */
const NUMBER = /^\s*(?:(\p{L}+)\s+)?(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?\s*[.:)](?!\d)/u;

/** Fewer numbered items prove no numbering, unless they begin with one. */
const LEAST = 3;
const LEAST_FROM_ONE = 2;

interface Span {
  label: string;
  first: number;
  last: number;
}

/** Lists and lines that are numbered are numbered from one, without a gap. */
export const numbering = ({ document, output }: Judged): Finding[] => [
  ...listsOf(document).flatMap(({ at, list }) => found(at, spansIn(list))),
  ...(typeof output === "string"
    ? textsOf(document).flatMap(({ at, text }) => groupsIn(text).flatMap((spans) => found(at, spans)))
    : []),
];

/** The numbers a text begins with; undefined if it does not begin with one. */
export function spanOf(text: string): Span | undefined {
  const [, label = "", first, last = first] = NUMBER.exec(text) ?? [];
  if (first === undefined) return undefined;
  return { label: label.toLowerCase().replace(/s$/, ""), first: Number(first), last: Number(last) };
}

/** Undefined where not all items of a list have a number, in front or as a field. */
function spansIn(list: readonly Json[]): Span[] | undefined {
  const spans = list.map((item) => {
    if (typeof item === "string") return spanOf(item);
    const number = isObject(item) ? item.number : undefined;
    return typeof number === "number" ? { label: "", first: number, last: number } : undefined;
  });
  return spans.every((span) => span !== undefined) ? spans : undefined;
}

/** Numbered lines of the same label; a line of one, or of a lower number, begins anew. */
function groupsIn(text: string): Span[][] {
  const groups: Span[][] = [];
  const open = new Map<string, Span[]>();
  for (const line of text.split("\n")) {
    const isHeading = /^#{1,6} /.test(line);
    if (isHeading) open.clear();
    const span = spanOf(line.replace(/^\s*(?:#{1,6} |[-*]\s+)?(?:\*\*)?/, ""));
    if (!span) continue;
    const label = isHeading ? `# ${span.label}` : span.label;
    const group = open.get(label);
    if (group && span.first !== 1 && span.first >= group[0]!.first) group.push(span);
    else {
      const begun = [span];
      groups.push(begun);
      open.set(label, begun);
    }
  }
  return groups;
}

/** Sizes and years rise too, by other steps. */
function found(at: string, spans: readonly Span[] | undefined): Finding[] {
  const fromOne = spans?.[0]?.first === 1;
  if (!spans || spans.length < (fromOne ? LEAST_FROM_ONE : LEAST)) return [];
  const steps = spans.map(({ first }, index) => first - (index > 0 ? spans[index - 1]!.last : 0));
  const isStart = (index: number) => index > 0 && spans[index]!.first === 1 && spans[index - 1]!.last > 1;
  const isRight = (step: number, index: number) => step === 1 || isStart(index);
  const right = steps.filter((step, index) => index > 0 && isRight(step, index)).length;
  if (!fromOne && right * 2 < steps.length - 1) return [];
  const wrong = steps.findIndex((step, index) => !isRight(step, index));
  if (wrong < 0 || (wrong === 0 && spans[0]!.first > 100)) return [];
  return [
    { rule: "numbering", at, gravity: "hard", says: `its numbers are not in order at item ${wrong + 1}` },
  ];
}
