import { CHECKS, type CheckCode, gravityOf } from "./checks.js";

/** How far down the ladder a request is; each rung costs more than the one before. */
export type Rung = "batch" | "again" | "lines" | "half" | "single";

/** A line number of the document. */
export type LineIndex = number;

/** Lines to be asked for in one request. */
export interface Ask {
  lines: readonly LineIndex[];
  rung: Rung;
  /** How often a single line has been asked for by itself. */
  tries: number;
  /** What the model is told about its last reply. */
  problems: readonly string[];
}

export type Verdict =
  | { kind: "read"; marks: ReadonlyMap<LineIndex, readonly CheckCode[]> }
  /** Cut off by a length limit, or too long for the model. */
  | { kind: "truncated" }
  /** The provider would not translate it. */
  | { kind: "refused" };

export interface Plan {
  /** Lines whose translations are stored, with the marks that stay on them. */
  accept: Map<LineIndex, readonly CheckCode[]>;
  asks: Ask[];
  /** Lines given up, with a reason. */
  fail: Map<LineIndex, FailCode>;
  /** Of those asked again: lines whose answer would do if nothing better comes. */
  doubted: LineIndex[];
}

export type FailCode = CheckCode | "truncated" | "refused";

export const SINGLE_TRIES = 3;

/**
 * What to do after a reply, cheapest first: up to a third of the lines bad, those alone; more, the batch once
 * more with the list of problems; then halves; then single lines, three tries; then the line fails and the rest
 * goes on. Where the provider gives the same answer twice, nothing is asked twice in the same way.
 */
export function planRepair(ask: Ask, verdict: Verdict, repeatable: boolean): Plan {
  if (verdict.kind !== "read") return split(ask, verdict.kind);

  const accept: Plan["accept"] = new Map();
  const bad: LineIndex[] = [];
  const doubtful: LineIndex[] = [];
  const asksAgain = ask.rung === "batch" && repeatable;
  for (const line of ask.lines) {
    const marks = verdict.marks.get(line) ?? ["missing"];
    if (marks.some((mark) => gravityOf(mark) === "hard")) bad.push(line);
    else if (asksAgain && marks.some((mark) => gravityOf(mark) === "doubt")) doubtful.push(line);
    else accept.set(line, marks);
  }
  if (bad.length + doubtful.length === 0) return { accept, asks: [], fail: new Map(), doubted: [] };
  const problems = describe(ask.lines, verdict.marks);

  if (ask.lines.length === 1) return retrySingle(ask, accept, verdict.marks, problems, repeatable);
  if (!repeatable) return { accept, asks: bad.map((line) => single(line, [])), fail: new Map(), doubted: [] };
  if (bad.length <= ask.lines.length / 3) {
    const again = [...bad, ...doubtful].sort((a, b) => a - b);
    const asks =
      ask.rung === "batch"
        ? [{ lines: again, rung: "lines" as const, tries: 0, problems: [] }]
        : singles(again);
    return { accept, asks, fail: new Map(), doubted: doubtful };
  }
  if (ask.rung === "batch") {
    return { accept: new Map(), asks: [{ ...ask, rung: "again", problems }], fail: new Map(), doubted: [] };
  }
  if (ask.rung === "again") return { accept: new Map(), asks: halves(ask), fail: new Map(), doubted: [] };
  return { accept, asks: singles(bad), fail: new Map(), doubted: [] };
}

const single = (line: LineIndex, problems: readonly string[]): Ask => ({
  lines: [line],
  rung: "single",
  tries: 0,
  problems,
});
const singles = (lines: readonly LineIndex[]) => lines.map((line) => single(line, []));

function retrySingle(
  ask: Ask,
  accept: Plan["accept"],
  marks: ReadonlyMap<LineIndex, readonly CheckCode[]>,
  problems: string[],
  repeatable: boolean,
): Plan {
  const line = ask.lines[0]!;
  const tries = ask.tries + 1;
  if (repeatable && tries < SINGLE_TRIES) {
    return {
      accept,
      asks: [{ lines: [line], rung: "single", tries, problems }],
      fail: new Map(),
      doubted: [],
    };
  }
  const reason = (marks.get(line) ?? []).find((mark) => gravityOf(mark) === "hard") ?? "missing";
  return { accept, asks: [], fail: new Map([[line, reason]]), doubted: [] };
}

function halves(ask: Ask): Ask[] {
  const middle = Math.ceil(ask.lines.length / 2);
  const parts = [ask.lines.slice(0, middle), ask.lines.slice(middle)].filter((lines) => lines.length);
  return parts.map((lines) => ({
    lines,
    rung: lines.length === 1 ? "single" : "half",
    tries: 0,
    problems: [],
  }));
}

/** Never the same size again; a single line that is cut off or refused fails. */
function split(ask: Ask, reason: "truncated" | "refused"): Plan {
  if (ask.lines.length > 1) return { accept: new Map(), asks: halves(ask), fail: new Map(), doubted: [] };
  return { accept: new Map(), asks: [], fail: new Map([[ask.lines[0]!, reason]]), doubted: [] };
}

/** One sentence a bad line, in the numbers the model saw. */
function describe(
  lines: readonly LineIndex[],
  marks: ReadonlyMap<LineIndex, readonly CheckCode[]>,
): string[] {
  return lines.flatMap((line, index) => {
    const codes = (marks.get(line) ?? ["missing"]).filter((code) => gravityOf(code) !== "soft");
    return codes.length ? [`Line ${index + 1} ${codes.map((code) => CHECKS[code].says).join("; ")}.`] : [];
  });
}
