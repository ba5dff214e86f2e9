import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { HOUR, LOG_TIMES } from "../core/time.js";
import { ComeBackLater } from "../errors.js";
import { announce } from "../queue/notices.js";
import { open } from "../queue/opening.js";
import { work } from "../queue/work.js";
import { parseWorkerId } from "../system/worker-id.js";
import { loadKinds } from "./kinds.js";
import type { WorkedOn } from "./worked-on.js";

/** Far longer than any sitting. */
const NO_BUDGET = 1000 * HOUR;
/** A recording, and what is made of its transcript, side by side. */
const SLOTS = 3;

/**
 * Works on these pieces of any kind now: recordings, and when their transcripts are there what waits for them. Throws
 * ComeBackLater while work is paused, and the pause of an endpoint where nothing can be asked.
 */
export async function workOnPieces(
  context: Context,
  { ids, budget = NO_BUDGET }: { ids: readonly string[]; budget?: number },
): Promise<WorkedOn> {
  const opening = await open(context, async () => {
    const kinds = await loadKinds();
    return { kinds, due: kinds.map(({ name }) => name) };
  });
  if (opening.held) throw new ComeBackLater(`work is ${opening.held}`, commandLine("resume"));
  if (opening.kinds.length === 0 && opening.pauses[0]) throw opening.pauses[0];
  const store = await context.store();
  const log = context.log("worker.log");
  log.event(`batch worker started (pid ${parseWorkerId(context.worker).pid}), ${LOG_TIMES}`);
  try {
    const until = context.clock.now() + budget;
    const worked = await work(context, {
      kinds: opening.kinds,
      ids,
      log,
      role: "batch",
      until,
      slots: SLOTS,
    });
    await announce(context, worked);
    if (worked.broken) throw worked.broken.error;
    const done = worked.pieces.filter(({ status }) => status === "completed").length;
    return { ...worked, remarks: [], ...(done < ids.length ? { unfinished: true } : {}) };
  } finally {
    await store.leave(context.worker);
    log.close();
    (await context.database()).checkpoint();
  }
}
