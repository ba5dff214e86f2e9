import type { Ask } from "../core/repair.js";
import type { Turn } from "../queue/kind.js";
import { proceed } from "../queue/turn.js";
import type { ClaimedProject } from "../store/projects.js";
import { answer } from "./answer.js";
import type { Mode } from "./modes.js";
import { save } from "./save.js";
import { nextAsk, openWork, type Work } from "./work.js";

/**
 * Translates what is still open in a project, saving batch by batch. Returns when nothing is left to ask for;
 * throws TurnOver, ClaimLost, or what send() throws, with everything up to then saved.
 */
export async function translate(turn: Turn<ClaimedProject>, mode: Mode): Promise<void> {
  const work = await openWork(turn, mode);
  const batches = work.asks.length + Math.ceil(work.first.length / work.batch.size);
  const toDo = work.open.size < work.lines.length ? `, ${work.open.size} to do` : "";
  const inBatches = `${batches} ${batches === 1 ? "batch" : "batches"} of ${work.batch.size}`;
  turn.log.step(`segments: ${turn.work.unitsCount}${toDo} (${inBatches})`);

  const runners = Math.min(turn.context.config.CONCURRENCY, Math.max(1, batches));
  await Promise.all(Array.from({ length: runners }, () => run(work)));
  if (work.ended !== undefined) throw work.ended;
}

/** Works through the asks until there are none; several run side by side where CONCURRENCY says so. */
async function run(work: Work): Promise<void> {
  const { turn } = work;
  while (work.ended === undefined) {
    try {
      await turn.context.clock.sleep(0);
      if (work.ended !== undefined || work.asks.length + work.first.length === 0) return;
      await proceed(turn);
      const ask = await nextAsk(work);
      if (!ask) return;
      await save(work, await answer(work, ask, labelOf(work, ask)));
    } catch (error) {
      work.ended ??= error;
    }
  }
}

function labelOf({ batches, first, batch }: Work, { lines, rung }: Ask): string {
  if (rung === "batch") return `batch ${batches}/${batches + Math.ceil(first.length / batch.size)}`;
  if (lines.length === 1) return `line ${lines[0]! + 1} again`;
  return `${lines.length} lines again (${lines[0]! + 1} to ${lines.at(-1)! + 1})`;
}
