import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { HOUR, LOG_TIMES } from "../core/time.js";
import { ComeBackLater } from "../errors.js";
import { announce } from "../queue/notices.js";
import { open } from "../queue/opening.js";
import { work } from "../queue/work.js";
import { parseWorkerId } from "../system/worker-id.js";
import { loadKinds } from "./kinds.js";
import type { OtherKinds } from "./other-kinds.js";
import type { WorkedOn } from "./worked-on.js";

/** Far longer than any sitting. */
const NO_BUDGET = 1000 * HOUR;
/** A recording, and what is made of its transcript, side by side. */
const SLOTS = 3;

/**
 * Works now on these pieces of any kind, or on all that are due of one: recordings, and when their transcripts are there what waits for them. Throws
 * ComeBackLater while work is paused, and the pause of an endpoint where nothing can be asked.
 */
export async function workOnPieces(
  context: Context,
  { ids, kind, remarks = [], budget = NO_BUDGET }: OtherKinds & { budget?: number },
): Promise<WorkedOn> {
  if (ids?.length === 0) return { pieces: [], remarks };
  const opening = await open(context, async () => {
    const kinds = (await loadKinds()).filter(({ name }) => kind === undefined || name === kind);
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
      ...(ids ? { ids } : {}),
      log,
      role: "batch",
      until,
      slots: SLOTS,
    });
    await announce(context, worked);
    if (worked.broken) throw worked.broken.error;
    const done = worked.pieces.filter(({ status }) => status === "completed").length;
    const left = ids ? done < ids.length : kind && (await store.isDue(kind, { now: context.clock.now() }));
    return { ...worked, remarks, ...(left ? { unfinished: true } : {}) };
  } finally {
    await store.leave(context.worker);
    log.close();
    (await context.database()).checkpoint();
  }
}
