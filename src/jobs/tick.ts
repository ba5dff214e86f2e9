import { hostname } from "node:os";
import { join } from "node:path";
import type { Context } from "../context.js";
import { type Holder, withLock } from "../lock.js";
import { modeForTick } from "./modes.js";
import { activePause } from "./pause.js";
import { rescueStuck } from "./rescue.js";
import { type Worked, work } from "./work.js";
import { isDead } from "./worker-id.js";

export type Ticked =
  /** Another tick is at work. */
  | { kind: "busy"; holder: Holder | undefined }
  /** Nothing was due, or the provider is known to be paused. */
  | { kind: "idle"; rescued: number }
  | ({ kind: "worked"; rescued: number } & Worked);

export const tickLock = (home: string) => join(home, "tick.lock");

/**
 * What cron calls each minute: lock, rescue, claim, work, end. Correct without the lock, which only saves a
 * useless second tick. Leaves a row if it did anything.
 */
export async function tick(context: Context, budget: number): Promise<Ticked> {
  const holder = { worker: context.worker, since: context.clock.now() };
  const locked = await withLock(tickLock(context.home), holder, isDead, () => tickAlone(context, budget));
  return "busy" in locked ? { kind: "busy", holder: locked.busy } : locked.done;
}

async function tickAlone(context: Context, budget: number): Promise<Ticked> {
  const { clock, config } = context;
  const store = await context.store();
  const startedAt = clock.now();
  const rescued = (await rescueStuck(context)).length;
  const { due } = await store.depth(startedAt, startedAt - config.STUCK_AFTER);
  const provider = due ? await context.provider() : undefined;
  const paused = provider && activePause(await store.providerState(provider.key), provider, startedAt);
  if (due === 0 || paused) return { kind: "idle", rescued };

  const log = context.log("cron.log");
  log.event(`tick started (pid ${process.pid})${rescued ? `, ${rescued} rescued` : ""}`);
  try {
    const until = startedAt + budget;
    const worked = await work(context, {
      log,
      until,
      mode: modeForTick,
      slots: Math.min(due, config.MAX_CONCURRENT_WORKERS),
    });
    const ended = (status: string) => worked.projects.filter((project) => project.status === status).length;
    await store.recordTick({
      kind: "tick",
      pid: process.pid,
      host: hostname(),
      startedAt,
      finishedAt: clock.now(),
      rescued,
      claimed: worked.projects.length,
      completed: ended("completed"),
      failed: ended("failed"),
      message: worked.pause?.message ?? null,
    });
    await store.checkpoint();
    return { kind: "worked", rescued, ...worked };
  } finally {
    log.close();
  }
}
