import { nextBatch } from "../core/batching.js";
import type { Ask } from "../core/repair.js";
import type { Turn } from "../queue/kind.js";
import { proceed } from "../queue/turn.js";
import type { ClaimedProject } from "../store/projects.js";
import { answer } from "./answer.js";
import { decideHeld } from "./held.js";
import { takeFromMemory } from "./memory.js";
import type { Mode } from "./modes.js";
import { save } from "./save.js";
import { drainPool, nextAsk, openWork, type Work } from "./work.js";

/**
 * Translates what is still open in a project, saving batch by batch. Returns when nothing is left to ask for;
 * throws TurnOver, ClaimLost, or what send() throws, with everything up to then saved.
 */
export async function translate(turn: Turn<ClaimedProject>, mode: Mode): Promise<void> {
  const work = await openWork(turn, mode);
  turn.log.step(`segments: ${turn.work.unitsCount}${planOf(work)}`);
  const running = new Set<Promise<void>>();
  for (;;) {
    await turn.context.clock.sleep(0); // lets signals be seen
    while (hasMore(work) && running.size < work.width.now) {
      const one: Promise<void> = askNext(work).finally(() => running.delete(one));
      running.add(one);
    }
    if (running.size > 0) await Promise.race(running);
    else if (work.ended !== undefined || work.pool.length + work.held.length === 0) break;
    else if (work.pool.length > 0) drainPool(work);
    else await decideHeld(work);
  }
  if (work.ended !== undefined) throw work.ended;
}

const hasMore = ({ ended, asks, first }: Work) => ended === undefined && asks.length + first.length > 0;

/** Asks what is next and saves what comes of it. What is thrown ends the turn once everything in flight has ended. */
async function askNext(work: Work): Promise<void> {
  try {
    await proceed(work.turn);
    const next = await nextAsk(work);
    if (!next) return;
    const label = labelOf(work, next);
    const ask = await takeFromMemory(work, next);
    if (ask) await save(work, await answer(work, ask, label));
  } catch (error) {
    work.ended ??= error;
  }
}

/** Batches that were not asked for yet. */
const batchesLeft = ({ asks, first, batch }: Work) =>
  asks.filter(({ rung }) => rung === "batch").length + Math.ceil(first.length / batch.size);

/** `, 9 from memory, 2 repeated, 31 to do (4 batches of 8, 2 repairs)`: the size is that of the next batch. */
function planOf(work: Work): string {
  const { open, lines, asks, pool, held, remembered, twins } = work;
  const batches = batchesLeft(work);
  const repairs = asks.filter(({ rung }) => rung !== "batch").length + pool.length + held.length;
  const parts = [
    batches || !repairs ? `${counted(batches, "batch", "batches")} of ${sizeOfNext(work)}` : "",
    repairs ? counted(repairs, "repair", "repairs") : "",
  ].filter(Boolean);
  const repeated = [...twins.values()].reduce((sum, { length }) => sum + length, 0);
  const left = [
    remembered ? `, ${remembered} from memory` : "",
    repeated ? `, ${repeated} repeated` : "",
    open.size < lines.length || repeated ? `, ${open.size - repeated} to do` : "",
  ];
  return `${left.join("")} (${parts.join(", ")})`;
}

/** As many lines as the next batch takes: they are shared out evenly. */
const sizeOfNext = ({ asks, first, batch }: Work) =>
  asks.find(({ rung }) => rung === "batch")?.lines.length ??
  (first.length ? nextBatch(first.length, batch.size) : batch.size);

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** What the log calls a request; counts it, if it is a batch. */
function labelOf(work: Work, { lines, rung }: Ask): string {
  if (rung === "batch") {
    work.batches++;
    return `batch ${work.batches}/${work.batches + batchesLeft(work)}`;
  }
  if (lines.length === 1) return `line ${lines[0]! + 1} again`;
  return `${lines.length} lines again (${lines[0]! + 1} to ${lines.at(-1)! + 1})`;
}
