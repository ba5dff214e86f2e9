import { hostname } from "node:os";
import { join } from "node:path";
import type { Context } from "../context.js";
import type { Status } from "../core/model.js";
import { DAY } from "../core/time.js";
import type { Log } from "../log.js";
import { type Holder, withLock } from "../system/lock.js";
import { isDead } from "../system/worker-id.js";
import { ping } from "./hooks.js";
import { announce, sendNotices } from "./notices.js";
import { activePause } from "./pause.js";
import { rescueStuck } from "./rescue.js";
import { whyHeld } from "./session.js";
import { noteSettings } from "./settings.js";
import type { Worked, WorkOptions } from "./work.js";

export type Ticked =
  /** Another tick is at work. */
  | { kind: "busy"; holder: Holder | undefined }
  /** Nothing was due, or work or its provider is known to be paused. */
  | { kind: "idle"; rescued: number }
  | ({ kind: "worked"; rescued: number } & Worked);

export interface TickOptions {
  /** Milliseconds after which nothing is begun. */
  budget: number;
  kind: "tick" | "watch";
  /** Projects at most. */
  most?: number;
}

export const tickLock = (home: string) => join(home, "tick.lock");

/**
 * What cron calls each minute: lock, rescue, claim, work, send messages, end. Correct without the lock, which only
 * saves a useless second tick. Leaves a row if it did anything.
 */
export async function tick(context: Context, options: TickOptions): Promise<Ticked> {
  const holder = { worker: context.worker, since: context.clock.now() };
  // The log opens its file with the first line, so a silent tick leaves none.
  const log = context.log(options.kind === "tick" ? "cron.log" : "worker.log");
  try {
    const locked = await withLock(tickLock(context.home), holder, isDead, () =>
      tickAlone(context, options, log),
    );
    if ("busy" in locked) return { kind: "busy", holder: locked.busy };
    // Without the lock: a hook that hangs must not hold up other ticks.
    const failed = locked.done.kind === "worked" && locked.done.pause !== undefined;
    await Promise.all([
      sendNotices(context, log),
      ping(context.config.PING_URL, failed ? "fail" : "success"),
    ]);
    return locked.done;
  } catch (error) {
    await ping(context.config.PING_URL, "fail");
    throw error;
  } finally {
    log.close();
  }
}

async function tickAlone(context: Context, options: TickOptions, log: Log): Promise<Ticked> {
  const store = await context.store();
  try {
    const ticked = await tickWith(context, options, log);
    await deliverFinished(context, log);
    await doChore(context, log);
    if (ticked.kind === "worked") await store.checkpoint();
    return ticked;
  } finally {
    if (options.kind === "tick") await store.leave(context.worker);
  }
}

async function tickWith(context: Context, { budget, kind, most }: TickOptions, log: Log): Promise<Ticked> {
  const { clock, config } = context;
  const store = await context.store();
  const startedAt = clock.now();
  const rescued = await rescueStuck(context);
  const { due } = await store.depth(startedAt, startedAt - config.STUCK_AFTER);
  const held = whyHeld(await store.control(), context.startedAt);
  const provider = due && !held ? await context.provider() : undefined;
  const paused = provider && activePause(await store.providerState(provider.key), provider, startedAt);
  const idle = due === 0 || held !== undefined || paused !== undefined;
  if (idle && rescued.length === 0) return { kind: "idle", rescued: 0 };

  await noteSettings(context);
  for (const { id, status } of rescued) log.event(`${id} rescued from a worker that died: ${status}`);
  const started = ping(config.PING_URL, "start");
  const until = startedAt + budget;
  const slots = config.MAX_CONCURRENT_WORKERS;
  const banner = `tick started (pid ${process.pid})`;
  const announced = kind === "tick" ? { banner } : {};
  const worked = idle
    ? { projects: [] }
    : await workOff(context, { log, kind, until, slots, most, ...announced });
  await announce(context, worked);
  await started;
  const did = worked.projects.length + rescued.length > 0;
  if (!did) return { kind: "idle", rescued: 0 };
  const ended = (status: Status) => worked.projects.filter((project) => project.status === status).length;
  await store.recordTick({
    kind,
    pid: process.pid,
    host: hostname(),
    startedAt,
    finishedAt: clock.now(),
    rescued: rescued.length,
    claimed: worked.projects.length,
    completed: ended("completed"),
    failed: ended("failed"),
    message: worked.pause?.message ?? null,
  });
  return idle
    ? { kind: "idle", rescued: rescued.length }
    : { kind: "worked", rescued: rescued.length, ...worked };
}

/** Most ticks find nothing to do and must not pay for loading what would do it. */
async function workOff(
  context: Context,
  { most, ...options }: Omit<WorkOptions, "mode" | "most"> & { most: number | undefined },
): Promise<Worked> {
  const [{ work }, { modeForTick }] = await Promise.all([import("./work.js"), import("./modes.js")]);
  return work(context, { ...options, mode: modeForTick, ...(most === undefined ? {} : { most }) });
}

async function deliverFinished(context: Context, log: Log): Promise<void> {
  const store = await context.store();
  const waiting = await store.claimDelivery(context.clock.now());
  if (!waiting) return;
  await store.releaseDelivery(waiting);
  const { deliver } = await import("./deliver.js");
  await deliver(context, log);
}

/** Once a day: what is older than CLEANUP_AFTER goes, if its translation was written somewhere. */
async function doChore({ store: open, clock, config }: Context, log: Log): Promise<void> {
  const store = await open();
  const now = clock.now();
  const today = String(Math.floor(now / DAY));
  if ((await store.swapNote("chore", today, now)) === today) return;
  const { projects } = await store.cleanup({
    before: now - config.CLEANUP_AFTER,
    statuses: ["completed"],
    exportedOnly: true,
    dryRun: false,
  });
  if (projects) log.event(`cleaned up ${projects} projects that were exported and ended long ago`);
}
