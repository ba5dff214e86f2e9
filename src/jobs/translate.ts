import { afterReply, nextBatch } from "../core/batching.js";
import { CHECKS, type CheckCode } from "../core/checks.js";
import { hasLetters } from "../core/markup.js";
import type { Line, Origin } from "../core/model.js";
import { lineQuality } from "../core/quality.js";
import {
  type Ask,
  type FailCode,
  type LineIndex,
  type Plan,
  planRepair,
  type Verdict,
} from "../core/repair.js";
import { formatDuration } from "../core/time.js";
import type { RequestRecord, SavedLine } from "../store/store.js";
import { type Answered, askFor } from "./answer.js";
import { learn } from "./request.js";
import { ClaimLost, patiently, type Session, TurnOver, whyOver } from "./session.js";

const FAIL_REASONS: Record<string, string> = {
  truncated: "its translation is cut off or too long for the model",
  refused: "the provider refuses to translate it",
};

/**
 * Translates what is still open in a project, saving batch by batch. Returns when nothing is left to ask for;
 * throws TurnOver, ClaimLost, or what send() throws, with everything up to then saved.
 */
export async function translate(session: Session): Promise<void> {
  const { store, project } = session;
  const lines = await store.lines(project);
  const open = new Map(lines.filter(({ state }) => state === "open").map((line) => [line.index, line]));
  const work: Work = {
    session,
    lines,
    open,
    twins: new Map(),
    first: [],
    repairs: [],
    doubts: new Map(),
    batches: 0,
  };

  await saveWithoutAsking(work);
  foldDuplicates(work);
  const batches = Math.ceil(work.first.length / session.batch.size);
  session.log.step(
    `segments: ${project.segmentsCount}${open.size < lines.length ? `, ${open.size} to do` : ""} (${batches} ${
      batches === 1 ? "batch" : "batches"
    } of ${session.batch.size})`,
  );

  const runners = Math.min(session.config.CONCURRENCY, Math.max(1, batches));
  await Promise.all(Array.from({ length: runners }, () => run(work)));
  if (work.ended !== undefined) throw work.ended;
}

interface Work {
  session: Session;
  lines: readonly Line[];
  /** Not yet saved, by index. */
  open: Map<LineIndex, Line>;
  /** Lines with the same text as one that is asked for. */
  twins: Map<LineIndex, LineIndex[]>;
  /** To be asked for the first time, in order. */
  first: LineIndex[];
  /** To be asked for again; these go first. */
  repairs: Ask[];
  /** Answers that were doubted, while they are asked for again. */
  doubts: Map<LineIndex, { text: string; marks: readonly CheckCode[] }>;
  /** Batches begun. */
  batches: number;
  /** Why no other runner should begin anything. */
  ended?: unknown;
}

/** Lines without letters are their own translation; lines translated before are not paid for again. */
async function saveWithoutAsking({ session, open }: Work): Promise<void> {
  const { store, project, scope, clock } = session;
  const verbatim = [...open.values()].filter(({ text }) => !hasLetters(text));
  const known = await store.recall(project, scope);
  const done = [
    ...verbatim.map(({ index, text }) => saved(index, text, "verbatim", [])),
    ...known
      .filter(({ index, text }) => hasLetters(open.get(index)?.text ?? "") && text)
      .map(({ index, text, marks }) => saved(index, text, "memory", marks)),
  ];
  if (done.length === 0) return;
  if (!(await store.saveBatch(project, { now: clock.now(), done, failed: [] }))) throw new ClaimLost();
  for (const { index, text } of done) close(open, index, text);
}

const saved = (index: number, text: string, origin: Origin, marks: readonly CheckCode[]): SavedLine => ({
  index,
  text,
  origin,
  marks,
  quality: lineQuality(marks),
});

/** A saved line's translation is context for the lines after it. */
function close(open: Map<LineIndex, Line>, index: LineIndex, translation: string | null) {
  const line = open.get(index);
  if (line) line.translation = translation;
  open.delete(index);
}

function foldDuplicates(work: Work) {
  const firstOf = new Map<string, LineIndex>();
  for (const { index, text } of work.open.values()) {
    const first = firstOf.get(text);
    if (first === undefined) {
      firstOf.set(text, index);
      work.first.push(index);
    } else {
      const twins = work.twins.get(first) ?? [];
      twins.push(index);
      work.twins.set(first, twins);
    }
  }
}

function nextAsk(work: Work): Ask | undefined {
  const repair = work.repairs.shift();
  if (repair || work.first.length === 0) return repair;
  const count = nextBatch(work.first.length, work.session.batch.size);
  work.batches++;
  return { lines: work.first.splice(0, count), rung: "batch", tries: 0, problems: [] };
}

/** Works off requests until there are none; several run side by side where CONCURRENCY says so. */
async function run(work: Work): Promise<void> {
  const { session } = work;
  while (work.ended === undefined) {
    const ask = nextAsk(work);
    if (!ask) return;
    try {
      await session.clock.sleep(0);
      const over = await whyOver(session);
      if (over) throw new TurnOver(over);
      const plan = await answer(work, ask);
      await save(work, ask, plan);
      work.repairs.unshift(...plan.asks);
    } catch (error) {
      work.ended ??= error;
    }
  }
}

type FilledPlan = Plan & Pick<Answered, "texts" | "sent"> & { label: string };

/** Asks, and plans what is to be done with the answer. */
async function answer(work: Work, ask: Ask): Promise<FilledPlan> {
  const { session, lines } = work;
  const label = labelOf(work, ask);
  const { verdict, texts, sent } = await askFor(session, lines, ask, label);
  const plan = planRepair(ask, verdict, session.provider.repeatable);
  if (ask.rung === "batch") {
    session.batch = afterReply(session.batch, plan.asks.length + plan.fail.size ? "trouble" : "clean");
  }
  keepDoubts(work, plan, texts, verdict);
  return { ...plan, texts, sent, label };
}

/** A doubtful answer is kept while it is asked for once more: should nothing better come, it is stored with its marks. */
function keepDoubts(work: Work, plan: Plan, texts: Answered["texts"], verdict: Verdict) {
  if (verdict.kind === "read") {
    for (const line of plan.doubted) {
      const text = texts.get(line);
      if (text !== undefined) work.doubts.set(line, { text, marks: verdict.marks.get(line) ?? [] });
    }
  }
  for (const line of plan.fail.keys()) {
    const doubt = work.doubts.get(line);
    if (!doubt) continue;
    plan.fail.delete(line);
    plan.accept.set(line, doubt.marks);
    texts.set(line, doubt.text);
  }
}

async function save(work: Work, ask: Ask, plan: FilledPlan): Promise<void> {
  const { session, open, twins, lines } = work;
  const { store, project, scope, clock, log } = session;
  const done = [...plan.accept].flatMap(([index, marks]) => {
    const text = plan.texts.get(index)!;
    const copies = (twins.get(index) ?? []).map((twin) => saved(twin, text, "duplicate", marks));
    return [saved(index, text, "provider", marks), ...copies];
  });
  const failed = [...plan.fail].flatMap(([index, code]) =>
    [index, ...(twins.get(index) ?? [])].map((line) => ({
      index: line,
      code,
      message: reasonOf(code, lines[line]!),
    })),
  );
  // What was paid for is saved before anything else can go wrong.
  const request = plan.sent.logged ? {} : { request: recordOf(session, ask, plan) };
  const batch = { now: clock.now(), done, failed, scope, ...request };
  const held = await patiently(session, () => store.saveBatch(project, batch));
  if (!plan.sent.logged && !plan.sent.unanswered) await learn(session, plan.sent);
  if (!held) throw new ClaimLost();
  logAnswer(session, plan);
  for (const { index, text } of done) close(open, index, text);
  for (const { index } of failed) close(open, index, null);
  session.stepped();
  log.progress(lines.length - open.size, lines.length, clock.now() - project.startedAt);
}

function recordOf({ provider }: Session, { lines }: Ask, { sent, asks, fail }: FilledPlan): RequestRecord {
  const { tokens, cost, duration, kind } = sent;
  const outcome = kind !== "lines" ? kind : asks.length || fail.size ? "repaired" : "ok";
  return {
    provider: provider.name,
    model: provider.model,
    segments: lines.length,
    tokens,
    cost,
    duration,
    outcome,
  };
}

function reasonOf(code: FailCode, { index, text }: Line): string {
  const says = FAIL_REASONS[code] ?? CHECKS[code as CheckCode].says;
  return `line ${index + 1} ${code in FAIL_REASONS ? `failed: ${says}` : says}: ${text.replace(/\s+/g, " ").slice(0, 80)}`;
}

function labelOf({ batches, first, session }: Work, { lines, rung }: Ask): string {
  if (rung === "batch") return `batch ${batches}/${batches + Math.ceil(first.length / session.batch.size)}`;
  if (lines.length === 1) return `line ${lines[0]! + 1} again`;
  return `${lines.length} lines again (${lines[0]! + 1} to ${lines.at(-1)! + 1})`;
}

function logAnswer({ log }: Session, { label, sent, asks, fail }: FilledPlan) {
  const { kind, problems, duration } = sent;
  const again = asks.reduce((sum, { lines }) => sum + lines.length, 0);
  const givenUp = [...fail].map(([index, code]) => `${index + 1} (${code})`).join(", ");
  const trouble = [
    kind === "lines" ? "" : kind,
    ...problems,
    again ? `${again} to ask again` : "",
    givenUp ? `given up: line ${givenUp}` : "",
  ].filter(Boolean);
  const took = formatDuration(Math.round(duration / 100) * 100);
  log.step(`${label} ... ${[took, trouble.join("; ")].filter(Boolean).join(", ")}`);
}
