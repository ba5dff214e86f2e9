import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../context.js";
import type { Status } from "../core/model.js";
import { formatDuration, LOG_TIMES, MINUTE } from "../core/time.js";
import type { PauseEndpoint } from "../errors.js";
import type { Log } from "../log.js";
import { databaseIn } from "../system/home.js";
import { type Holder, withLock } from "../system/lock.js";
import { isDead, parseWorkerId } from "../system/worker-id.js";
import { doChore } from "./chore.js";
import { type Monitor, monitor } from "./hooks.js";
import type { Kind } from "./kind.js";
import { traceTick } from "./last-tick.js";
import { announce, sendNotices } from "./notices.js";
import { type Opening, open } from "./opening.js";
import type { Worked } from "./work.js";

export type Ticked =
  /** Another tick is at work. */
  | { kind: "busy"; holder: Holder | undefined }
  /** Nothing was due, or work or its endpoint is known to be paused. */
  | ({ kind: "idle"; rescued: number } & Waiting)
  | ({ kind: "worked"; rescued: number } & Worked & Waiting);

interface Waiting {
  /** Why work waits whose endpoint was known to be paused; a pause that was just found is in `Worked`. */
  waitsFor?: PauseEndpoint;
}

export interface TickOptions {
  /** Milliseconds after which nothing is started and other ticks may start; what is in progress is finished. */
  budget: number;
  role: "tick" | "watch";
  /** Pieces of work at most. */
  most?: number;
  /** Loads the kinds of work; most ticks find nothing due and must not pay for that. */
  kinds(): Promise<readonly Kind[]>;
  /** Adds what is new in watched folders; called when a scan of one is due. */
  scan(context: Context, log: Log): Promise<void>;
}

/** A tick that is only just over its budget is about to let go. */
const GRACE = MINUTE;

export const tickLock = (home: string) => join(home, "tick.lock");

/**
 * What cron calls each minute: lock, scan, rescue, claim, work, send messages, end. Correct without the lock, which only
 * saves a useless second tick. Leaves a row if it did anything.
 */
export async function tick(context: Context, options: TickOptions): Promise<Ticked> {
  const lock = {
    file: tickLock(context.home),
    holder: { worker: context.worker, since: context.clock.now(), budget: options.budget },
  };
  // The log opens its file with the first line, so a silent tick leaves none.
  const log = context.log(options.role === "tick" ? "cron.log" : "worker.log");
  traceTick(context);
  const told = monitor(context.config.PING_URL);
  // A home without a database has an empty queue, and is not given one for nothing.
  if (options.role === "tick" && !existsSync(databaseIn(context.home))) {
    await told.end("success");
    return { kind: "idle", rescued: 0 };
  }
  try {
    const locked = await withLock(lock, isDead, (release) =>
      tickAlone(context, options, { log, release, told }),
    );
    if ("busy" in locked) {
      if (locked.busy) await noteOverdue(context, locked.busy, log);
      return { kind: "busy", holder: locked.busy };
    }
    // Without the lock: a hook that hangs must not hold up other ticks.
    await Promise.all([sendNotices(context, log), told.end(isHeldUp(locked.done) ? "fail" : "success")]);
    return locked.done;
  } catch (error) {
    await told.end("fail");
    throw error;
  } finally {
    log.close();
  }
}

/** A tick lets go of the lock when its budget is over: one that did not hangs, and is told of once. */
async function noteOverdue({ clock, store: open, home }: Context, holder: Holder, log: Log): Promise<void> {
  const now = clock.now();
  const { worker, since, budget = Number.POSITIVE_INFINITY } = holder;
  if (now - since <= budget + GRACE || !existsSync(databaseIn(home))) return;
  const store = await open();
  const value = `${worker} ${since}`;
  if ((await store.swapNote({ name: "overdue tick", value, now })) === value) return;
  const { host, pid } = parseWorkerId(worker);
  const held = `process ${pid} on ${host} has held the tick's lock for ${formatDuration(now - since)}`;
  const message = `${held}, longer than its budget of ${formatDuration(budget)}: see what it does, or end it`;
  log.event(message);
  await store.noteProblem({ work: null, code: "overdue_tick", message, now });
}

/** Work waits for its endpoint. That a person paused all work is no failure: it is what was asked for. */
const isHeldUp = (ticked: Ticked) =>
  (ticked.kind !== "busy" && ticked.waitsFor !== undefined) ||
  (ticked.kind === "worked" && ticked.pause !== undefined);

interface Alone {
  log: Log;
  release(): Promise<void>;
  told: Monitor;
}

/** With the lock, until the budget is over: then other ticks may start while this one finishes what it has. */
async function tickAlone(context: Context, options: TickOptions, alone: Alone): Promise<Ticked> {
  const { log, release } = alone;
  const { clock } = context;
  const store = await context.store();
  const cancel = clock.after(options.budget, () => void release());
  try {
    const ticked = await openAndWork(context, options, alone);
    await deliverFinished(context, options, log);
    await doChore(context, log);
    if (ticked.kind === "worked") (await context.database()).checkpoint();
    return ticked;
  } finally {
    cancel();
    if (options.role === "tick") await store.leave(context.worker);
  }
}

async function openAndWork(context: Context, options: TickOptions, { log, told }: Alone): Promise<Ticked> {
  const { clock } = context;
  const startedAt = clock.now();
  const store = await context.store();
  if (await store.isScanDue({ now: startedAt, interval: context.config.SCAN_EVERY }))
    await options.scan(context, log);
  const opening = await open(context, async () => {
    const now = clock.now(); // what was just added is due
    const due = await store.kindsDue(now);
    // Work that rests with its endpoint is not due, and waits all the same.
    const waiting = (await store.anyPause(now)) ? await store.kindsWaiting() : [];
    return { due, waiting, kinds: due.length + waiting.length ? await options.kinds() : [] };
  });
  const rescued = opening.rescued.length;
  const [waitsFor] = opening.pauses;
  const waiting = waitsFor ? { waitsFor } : {};
  if (!opening.hasWork && rescued === 0) return { kind: "idle", rescued: 0, ...waiting };

  for (const { id, status } of opening.rescued) log.event(`${id} rescued from a worker that died: ${status}`);
  told.start();
  const worked = await workThrough(context, options, { opening, log, until: startedAt + options.budget });
  await announce(context, worked);
  if (worked.pieces.length) await recordTick(context, options, { startedAt, rescued, worked });
  if (worked.broken) throw worked.broken.error;
  if (worked.pieces.length + rescued === 0) return { kind: "idle", rescued: 0, ...waiting };
  return opening.hasWork
    ? { kind: "worked", rescued, ...worked, ...waiting }
    : { kind: "idle", rescued, ...waiting };
}

async function workThrough(
  context: Context,
  { most, role }: TickOptions,
  { opening, log, until }: { opening: Opening; log: Log; until: number },
): Promise<Worked> {
  if (!opening.hasWork) return { pieces: [] };
  const { work } = await import("./work.js");
  const { pid } = parseWorkerId(context.worker);
  return work(context, {
    // Also what becomes due while it works, of every kind.
    kinds: opening.kinds,
    log,
    role,
    until,
    // A kind that has nothing in progress may go one above the cap; the claim sees to it.
    slots: context.config.capacity + opening.kinds.length - 1,
    ...(most === undefined ? {} : { most }),
    ...(role === "tick" ? { banner: `tick started (pid ${pid}), ${LOG_TIMES}` } : {}),
  });
}

async function deliverFinished(context: Context, { kinds }: TickOptions, log: Log): Promise<void> {
  const store = await context.store();
  if (!(await store.hasDeliveries(context.clock.now()))) return;
  for (const kind of await kinds()) await kind.deliver(context, log);
}

interface Recorded {
  startedAt: number;
  rescued: number;
  worked: Worked;
}

async function recordTick(
  context: Context,
  { role }: TickOptions,
  { startedAt, rescued, worked }: Recorded,
): Promise<void> {
  const store = await context.store();
  const ended = (status: Status) => worked.pieces.filter((piece) => piece.status === status).length;
  const { host, pid } = parseWorkerId(context.worker);
  await store.recordTick({
    kind: role,
    pid,
    host,
    startedAt,
    finishedAt: context.clock.now(),
    rescued,
    claimed: worked.pieces.length,
    completed: ended("completed"),
    failed: ended("failed"),
    message: worked.pause?.message ?? null,
  });
}
