import { type Earlier, isHeld, type LineAnswer, type LineIndex } from "./answers.js";
import { type CheckCode, gravityOf, promptOf } from "./checks.js";

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

type Marks = ReadonlyMap<LineIndex, readonly CheckCode[]>;

export type Verdict =
  | { kind: "read"; marks: Marks }
  /** Cut off by a length limit, with the marks of what was said up to then; or too long for the model. */
  | { kind: "truncated"; marks?: Marks }
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
  /** Whether the reply as a whole was bad, so that fewer lines should be asked for at once. */
  badReply: boolean;
}

export type FailCode = CheckCode | "truncated" | "refused";

const SINGLE_TRIES = 3;

/** Whether a single line may be asked for once more. */
export const mayAskAgain = ({ tries }: Pick<Ask, "tries">, repeatable: boolean): boolean =>
  repeatable && tries < SINGLE_TRIES;

/**
 * What to do after a reply, cheapest first. Lines that passed are kept, whatever became of the others. Up to a third of
 * the lines bad, those go down as `lines`, which is pooled with those of other replies; more, and they are asked for
 * once more with the list of problems; then in halves; then alone, three tries; then the line fails and the rest goes
 * on. Where the provider gives the same answer twice, nothing is asked twice in the same way. The ask's
 * `rejected` has the answers of this reply already: a line that is held keeps its ask, however often it was tried.
 */
export function planRepair(ask: Ask, verdict: Verdict, repeatable: boolean): Plan {
  if (verdict.kind === "refused" || !verdict.marks)
    return split(ask, verdict.kind as "truncated" | "refused");
  const { accept, bad, doubted } = sorted(ask, verdict.marks, repeatable);
  const left = [...bad, ...doubted].sort((a, b) => a - b);
  const plan = (asks: Ask[], badReply = false): Plan => ({
    accept,
    asks,
    fail: new Map(),
    doubted,
    badReply,
  });
  if (left.length === 0) return plan([]);
  if (verdict.kind === "truncated") {
    return accept.size === 0 ? split(ask, "truncated") : plan(smaller(ask, left), true);
  }
  if (ask.lines.length === 1) return retrySingle(ask, plan([]), verdict.marks, repeatable);
  if (!repeatable) return plan(singles(left));
  if (bad.length <= ask.lines.length / 3) {
    return plan(ask.rung === "batch" ? [askAt("lines", left)] : singles(left));
  }
  if (ask.rung === "batch" && left.length > 1) {
    const problems = describe({ ...ask, lines: left }, verdict.marks);
    return plan([{ ...askAt("again", left), problems }], true);
  }
  return plan(ask.rung === "again" ? halves(left) : singles(left), true);
}

/** Which lines are stored as they are, which are wrong, and which are only doubted (and that once). */
function sorted({ lines, rung }: Ask, marks: Marks, repeatable: boolean) {
  const accept: Plan["accept"] = new Map();
  const bad: LineIndex[] = [];
  const doubted: LineIndex[] = [];
  const asksAgain = rung === "batch" && repeatable;
  for (const line of lines) {
    const codes = marks.get(line) ?? ["missing"];
    const gravities = codes.map(gravityOf);
    if (gravities.includes("hard") || gravities.includes("place")) bad.push(line);
    else if (asksAgain && gravities.includes("doubt")) doubted.push(line);
    else accept.set(line, codes);
  }
  return { accept, bad, doubted };
}

const singles = (lines: readonly LineIndex[]) => lines.map((line) => askAt("single", [line]));

function retrySingle(ask: Ask, plan: Plan, marks: Marks, repeatable: boolean): Plan {
  const line = ask.lines[0]!;
  const problems = describe(ask, marks);
  const again: Ask = { ...ask, rung: "single", tries: ask.tries + 1, problems };
  if (mayAskAgain(again, repeatable) || isHeld(again, repeatable))
    return { ...plan, asks: [again], doubted: [] };
  return { ...plan, fail: new Map([[line, reasonOf(marks.get(line))]]), doubted: [] };
}

/** What a line fails for. */
export const reasonOf = (marks: readonly CheckCode[] = []): CheckCode =>
  marks.find((mark) => gravityOf(mark) === "hard" || gravityOf(mark) === "place") ?? "missing";

function halves(lines: readonly LineIndex[]): Ask[] {
  const middle = Math.ceil(lines.length / 2);
  const parts = [lines.slice(0, middle), lines.slice(middle)].filter((part) => part.length);
  return parts.map((part) => askAt(part.length === 1 ? "single" : "half", part));
}

/** What is left of an ask that was cut off, in parts of at most half its size. */
const smaller = (ask: Ask, left: readonly LineIndex[]): Ask[] =>
  left.length * 2 > ask.lines.length ? halves(left) : [askAt(left.length === 1 ? "single" : "half", left)];

/** Never the same size again; a single line that is cut off or refused fails. */
function split(ask: Ask, reason: "truncated" | "refused"): Plan {
  const plan: Plan = { accept: new Map(), asks: [], fail: new Map(), doubted: [], badReply: true };
  if (ask.lines.length > 1) return { ...plan, asks: halves(ask.lines) };
  return { ...plan, fail: new Map([[ask.lines[0]!, reason]]) };
}

/**
 * Repairs of several replies as one: a line asked for alone costs five times what it costs among others. What is known
 * of the lines goes with them.
 */
export const pooled = (asks: readonly Ask[]): Ask => ({
  ...askAt(
    "lines",
    asks.flatMap(({ lines }) => [...lines]).sort((a, b) => a - b),
  ),
  doubts: new Map(asks.flatMap(({ doubts }) => [...doubts])),
  rejected: new Map(asks.flatMap(({ rejected }) => [...rejected])),
});

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

/** More of an answer is not quoted: the model is shown what is meant, and pays for each word of it. */
const QUOTED = 80;

/** One sentence for each bad line, in the numbers of the next request, with what was answered. */
function describe({ lines, rejected }: Ask, marks: Marks): string[] {
  return lines.flatMap((line, index) => {
    const codes = (marks.get(line) ?? ["missing"]).filter((code) => gravityOf(code) !== "soft");
    if (codes.length === 0) return [];
    const answer = rejected.get(line)?.text;
    const quoted = answer?.trim() ? ` (${JSON.stringify(shortened(answer, QUOTED))})` : "";
    return [`Line ${index + 1}${quoted} ${codes.map(promptOf).join("; ")}.`];
  });
}

const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);
