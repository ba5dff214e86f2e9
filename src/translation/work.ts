import { isHeld, type LineAnswer, type LineIndex } from "../core/answers.js";
import { type BatchSize, halved, nextBatch } from "../core/batching.js";
import { hasLetters } from "../core/markup.js";
import type { Line, Origin, SourceKnown } from "../core/model.js";
import { lineQuality } from "../core/quality.js";
import { type FailCode, firstAsk, pooled } from "../core/repair.js";
import { firstWidth, type Width } from "../core/width.js";
import type { Endpoint } from "../endpoints/endpoint.js";
import type { Turn } from "../queue/kind.js";
import { ClaimLost } from "../queue/turn.js";
import type { OpenAsk } from "../store/asks.js";
import type { FailedLine, SavedLine } from "../store/lines.js";
import type { Corrections, MemoryScope } from "../store/memory.js";
import type { ClaimedProject } from "../store/projects.js";
import type { Mode } from "./modes.js";
import { asksAnchors } from "./reply.js";
import { lineFailed } from "./words.js";

/** Raised when what a translation is changes, and not for a wording: then nothing from before is recalled. */
const MEMORY_VERSION = "1";

/** Whose answers the memory holds, beside the languages. */
export const askedOf = ({ memory, model }: Pick<Endpoint, "memory" | "model">) => ({
  endpoint: memory,
  model,
  version: MEMORY_VERSION,
});

type Languages = Pick<ClaimedProject, "sourceLang" | "sourceKnown" | "targetLang">;

/**
 * The source language that the memory knows lines by: one that a person gave. What a name or a text tells is told of
 * no line, so that a file renamed, or known better, is not paid for again.
 */
export const memoryLanguage = (tag: string | null, known: SourceKnown | null) =>
  known === "name" || known === "text" ? null : tag;

const askedFrom = ({ sourceLang, sourceKnown }: Omit<Languages, "targetLang">) =>
  memoryLanguage(sourceLang, sourceKnown);

/** Where the corrections of a project's lines are shared. */
export const correctionsOf = ({ sourceLang, sourceKnown, targetLang: to }: Languages): Corrections => ({
  version: MEMORY_VERSION,
  from: askedFrom({ sourceLang, sourceKnown }),
  to,
});

/** What is left to do in a project, in one turn. */
export interface Work {
  turn: Turn<ClaimedProject>;
  mode: Mode;
  scope: MemoryScope;
  lines: readonly Line[];
  /** Not yet saved, by index. */
  open: Map<LineIndex, Line>;
  /** Lines with the same text as one that is asked for. */
  twins: Map<LineIndex, LineIndex[]>;
  /** How many lines the memory knew. */
  remembered: number;
  /** To be asked for the first time, in order. */
  first: LineIndex[];
  /** Open asks: of an earlier turn, or repairs. These go first. */
  asks: OpenAsk[];
  /** Repairs of a few lines each, which are asked for together. */
  pool: OpenAsk[];
  /** Lines whose answer may be right although it was rejected: decided on when nothing else is left (see held.ts). */
  held: OpenAsk[];
  /** Adapts as replies come in. */
  batch: BatchSize;
  /** How many asks are in flight at once; adapts as replies come in. */
  width: Width;
  /** Batches started. */
  batches: number;
  /** Why no other runner should start anything. */
  ended?: unknown;
}

/** What is still open, less what need not be asked for: lines without letters, and lines translated before. */
export async function openWork(turn: Turn<ClaimedProject>, mode: Mode): Promise<Work> {
  const { store, work: project, endpoint, context } = turn;
  const lines = await store.lines(project);
  const size = mode.batchSize(context.config, project.unitsCount);
  const batch = { size, most: size, clean: 0 };
  const { dialect } = await store.endpointState(endpoint.key);
  const work: Work = {
    turn,
    mode,
    scope: { ...askedOf(endpoint), from: askedFrom(project), to: project.targetLang },
    lines,
    open: new Map(lines.filter(({ state }) => state === "open").map((line) => [line.index, line])),
    twins: new Map(),
    remembered: 0,
    first: [],
    asks: [],
    pool: [],
    held: [],
    batch: endpoint.chat && !asksAnchors(dialect) ? halved(batch) : batch,
    width: firstWidth(context.config.CONCURRENCY, endpoint.remote),
    batches: 0,
  };
  await saveWithoutAsking(work);
  foldDuplicates(work);
  await resumeAsks(work);
  return work;
}

async function saveWithoutAsking(work: Work): Promise<void> {
  const { turn, open, scope } = work;
  const { store, work: project, context } = turn;
  const verbatim = [...open.values()].filter(({ text }) => !hasLetters(text));
  const known = await store.recall(project, scope);
  const done = [
    ...verbatim.map(({ index, text }) => savedLine(index, { text, marks: [] }, "verbatim")),
    ...known
      .filter(({ index, text }) => hasLetters(open.get(index)?.text ?? "") && text)
      .map((line) => savedLine(line.index, line, "memory")),
  ];
  if (done.length === 0) return;
  if (!(await store.saveBatch(project, { now: context.clock.now(), done, failed: [], scope })))
    throw new ClaimLost();
  for (const { index, text } of done) close(work, index, text);
  work.remembered = done.length - verbatim.length;
}

/** A line as it is stored. */
export const savedLine = (index: number, { text, marks }: LineAnswer, origin: Origin): SavedLine => ({
  index,
  text,
  origin,
  marks,
  quality: lineQuality(marks),
});

/** The same for the lines that have the same text. */
export const savedTwins = ({ twins }: Work, index: LineIndex, given: LineAnswer): SavedLine[] =>
  (twins.get(index) ?? []).map((twin) => savedLine(twin, given, "duplicate"));

/** A line that is given up, and those with the same text, as they are stored. */
export const failedLines = (
  { twins, lines, turn }: Work,
  index: LineIndex,
  { code, answer }: { code: FailCode; answer: LineAnswer | undefined },
): FailedLine[] =>
  [index, ...(twins.get(index) ?? [])].map((line) => ({
    index: line,
    code,
    message: lineFailed(code, lines[line]!, { quote: turn.context.config.QUOTE_TEXT }),
    ...(answer ? { answer } : {}),
  }));

/** A saved line's translation is context for the lines after it; null where the line was given up. */
export function close({ open, turn }: Work, index: LineIndex, translation: string | null) {
  const line = open.get(index);
  if (line) line.translation = translation;
  open.delete(index);
  turn.saved++;
}

function foldDuplicates({ open, first, twins }: Work) {
  const firstOf = new Map<string, LineIndex>();
  for (const { index, text } of open.values()) {
    const same = firstOf.get(text);
    if (same === undefined) {
      firstOf.set(text, index);
      first.push(index);
    } else twins.set(same, [...(twins.get(same) ?? []), index]);
  }
}

/** What an earlier turn was asking goes on at the rung it stood at, in the order of the lines. */
async function resumeAsks(work: Work): Promise<void> {
  const { store, work: project, endpoint } = work.turn;
  const wanted = new Set(work.first);
  for (const ask of await store.openAsks(project, endpoint.key)) {
    const lines = ask.lines.filter((line) => wanted.delete(line));
    // Problems name lines by their place in the ask.
    const problems = lines.length < ask.lines.length ? [] : ask.problems;
    if (lines.length) queue(work, [{ ...ask, lines, problems }]);
  }
  work.asks.sort((a, b) => a.lines[0]! - b.lines[0]!);
  work.first = [...wanted];
}

/**
 * What is asked next goes before what is open already; what is held waits, and so do repairs of a few lines until they
 * fill a batch. Returns how many asks are held.
 */
export function queue(work: Work, asks: readonly OpenAsk[]): number {
  const { repeatable } = work.turn.endpoint;
  const held = asks.filter((ask) => isHeld(ask, repeatable));
  const few = asks.filter((ask) => ask.rung === "lines" && !held.includes(ask));
  work.held.push(...held);
  work.pool.push(...few);
  work.asks.unshift(...asks.filter((ask) => !held.includes(ask) && !few.includes(ask)));
  if (work.pool.reduce((sum, { lines }) => sum + lines.length, 0) >= work.batch.size) drainPool(work);
  return held.length;
}

/** Repairs that waited for others are asked for, as one. */
export function drainPool(work: Work) {
  const repairs = work.pool.splice(0);
  if (repairs.length) work.asks.unshift({ ...pooled(repairs), ids: repairs.flatMap(({ ids }) => ids) });
}

/** The next ask: an open one, else the next lines that were not asked for yet. Undefined when there is none. */
export async function nextAsk(work: Work): Promise<OpenAsk | undefined> {
  const open = work.asks.shift();
  if (open || work.first.length === 0) return open;
  const count = nextBatch(work.first.length, work.batch.size);
  const { store, work: project, endpoint, context } = work.turn;
  const ask = firstAsk(work.first.splice(0, count));
  const noted = await store.openAsk(project, { ask, endpoint: endpoint.key, now: context.clock.now() });
  if (!noted) throw new ClaimLost();
  return noted;
}
