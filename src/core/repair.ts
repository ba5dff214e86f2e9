import { type Earlier, isHeld, type LineAnswer, type LineIndex } from "./answers.js";
import { CHECKS, type CheckCode, gravityOf } from "./checks.js";

/** How far down the ladder a request is; each rung costs more than the one before. */
export type Rung = "batch" | "again" | "lines" | "half" | "single";

/** Lines to be asked for in one request. */
export interface Ask extends Earlier {
  lines: readonly LineIndex[];
  rung: Rung;
  /** How often a single line has been asked for by itself. */
  tries: number;
  /** What the model is told about its last reply. */
  problems: readonly string[];
}

const NOTHING: Earlier = { doubts: new Map(), rejected: new Map() };

const askAt = (rung: Rung, lines: readonly LineIndex[]): Ask => ({
  lines,
  rung,
  tries: 0,
  problems: [],
  ...NOTHING,
});

/** The first request for lines. */
export const firstAsk = (lines: readonly LineIndex[]): Ask => askAt("batch", lines);

export type Verdict =
  | { kind: "read"; marks: ReadonlyMap<LineIndex, readonly CheckCode[]> }
  /** Cut off by a length limit, or too long for the model. */
  | { kind: "truncated" }
  /** The provider would not translate it. */
  | { kind: "refused" };

interface Plan {
  /** Lines whose translations are stored, with the marks that stay on them. */
  accept: Map<LineIndex, readonly CheckCode[]>;
  asks: Ask[];
  /** Lines given up, with a reason. */
  fail: Map<LineIndex, FailCode>;
  /** Of those asked again: lines whose answer would do if nothing better comes. */
  doubted: LineIndex[];
}

export type FailCode = CheckCode | "truncated" | "refused";

const SINGLE_TRIES = 3;

/** Whether a single line may be asked for once more. */
export const mayAskAgain = ({ tries }: Pick<Ask, "tries">, repeatable: boolean): boolean =>
  repeatable && tries < SINGLE_TRIES;

/**
 * What to do after a reply, cheapest first: up to a third of the lines bad, those alone; more, the batch once
 * more with the list of problems; then halves; then single lines, three tries; then the line fails and the rest
 * goes on. Where the provider gives the same answer twice, nothing is asked twice in the same way. The ask's
 * `rejected` has the answers of this reply already: a line that is held keeps its ask, however often it was tried.
 */
export function planRepair(ask: Ask, verdict: Verdict, repeatable: boolean): Plan {
  if (verdict.kind !== "read") return split(ask, verdict.kind);

  const accept: Plan["accept"] = new Map();
  const bad: LineIndex[] = [];
  const doubtful: LineIndex[] = [];
  const asksAgain = ask.rung === "batch" && repeatable;
  for (const line of ask.lines) {
    const marks = verdict.marks.get(line) ?? ["missing"];
    if (marks.some((mark) => ["hard", "place"].includes(gravityOf(mark)))) bad.push(line);
    else if (asksAgain && marks.some((mark) => gravityOf(mark) === "doubt")) doubtful.push(line);
    else accept.set(line, marks);
  }
  if (bad.length + doubtful.length === 0) return { accept, asks: [], fail: new Map(), doubted: [] };
  const problems = describe(ask.lines, verdict.marks);

  if (ask.lines.length === 1) return retrySingle(ask, accept, verdict.marks, problems, repeatable);
  if (!repeatable) return { accept, asks: singles(bad), fail: new Map(), doubted: [] };
  if (bad.length <= ask.lines.length / 3) {
    const again = [...bad, ...doubtful].sort((a, b) => a - b);
    const asks = ask.rung === "batch" ? [askAt("lines", again)] : singles(again);
    return { accept, asks, fail: new Map(), doubted: doubtful };
  }
  if (ask.rung === "batch") {
    return { accept: new Map(), asks: [{ ...ask, rung: "again", problems }], fail: new Map(), doubted: [] };
  }
  if (ask.rung === "again") return { accept: new Map(), asks: halves(ask), fail: new Map(), doubted: [] };
  return { accept, asks: singles(bad), fail: new Map(), doubted: [] };
}

const singles = (lines: readonly LineIndex[]) => lines.map((line) => askAt("single", [line]));

function retrySingle(
  ask: Ask,
  accept: Plan["accept"],
  marks: ReadonlyMap<LineIndex, readonly CheckCode[]>,
  problems: string[],
  repeatable: boolean,
): Plan {
  const line = ask.lines[0]!;
  const again: Ask = { ...ask, rung: "single", tries: ask.tries + 1, problems };
  if (mayAskAgain(again, repeatable) || isHeld(again, repeatable)) {
    return { accept, asks: [again], fail: new Map(), doubted: [] };
  }
  return { accept, asks: [], fail: new Map([[line, reasonOf(marks.get(line))]]), doubted: [] };
}

/** What a line fails for. */
export const reasonOf = (marks: readonly CheckCode[] = []): CheckCode =>
  marks.find((mark) => gravityOf(mark) === "hard") ?? "missing";

function halves(ask: Ask): Ask[] {
  const middle = Math.ceil(ask.lines.length / 2);
  const parts = [ask.lines.slice(0, middle), ask.lines.slice(middle)].filter((lines) => lines.length);
  return parts.map((lines) => askAt(lines.length === 1 ? "single" : "half", lines));
}

/** Never the same size again; a single line that is cut off or refused fails. */
function split(ask: Ask, reason: "truncated" | "refused"): Plan {
  if (ask.lines.length > 1) return { accept: new Map(), asks: halves(ask), fail: new Map(), doubted: [] };
  return { accept: new Map(), asks: [], fail: new Map([[ask.lines[0]!, reason]]), doubted: [] };
}

/**
 * A plan that keeps what was answered: it stays with the asks for its lines, and a line that would fail is stored as
 * the answer that was doubted. `doubts` and `rejected` hold what is known from the ask and from the reply to it.
 */
export function keepAnswers(plan: Plan, { doubts, rejected }: Earlier) {
  const settled = of(doubts, [...plan.fail.keys()]);
  return {
    ...plan,
    asks: plan.asks.map(
      (ask): Ask => ({ ...ask, doubts: of(doubts, ask.lines), rejected: of(rejected, ask.lines) }),
    ),
    fail: new Map([...plan.fail].filter(([line]) => !settled.has(line))),
    /** Doubted answers that are stored now. */
    settled,
    /** The last answers to lines that fail now. */
    rejected: of(rejected, [...plan.fail.keys()]),
  };
}

const of = <Kept extends LineAnswer>(answers: ReadonlyMap<LineIndex, Kept>, lines: readonly LineIndex[]) =>
  new Map(
    lines.flatMap((line) => {
      const answer = answers.get(line);
      return answer ? [[line, answer] as const] : [];
    }),
  );

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
