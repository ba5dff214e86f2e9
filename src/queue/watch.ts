import type { Context } from "../context.js";
import { MINUTE, SECOND } from "../core/time.js";
import { explain, UserError } from "../errors.js";
import type { Log } from "../log.js";
import { GRACE } from "../system/stop.js";
import { type TickOptions, tick } from "./tick.js";
import { whyHeld } from "./turn.js";

export interface WatchOptions {
  /** Milliseconds between two looks at the queue; else the schedule counts. */
  sleep?: number;
  /** A cron expression. */
  schedule: string;
  /** Milliseconds. */
  maxTime?: number;
  /** Pieces of work at most. */
  most?: number;
  kinds: TickOptions["kinds"];
  scan: TickOptions["scan"];
}

const FOREVER = Number.MAX_SAFE_INTEGER;

/** Between the rounds of a schedule, work that comes is looked for this often. */
const LOOK_AGAIN = 2 * SECOND;

interface Watched {
  pieces: number;
  /** Those of them that are completed. */
  completed: number;
}

/**
 * The tick as a long-running process, for machines without cron. What goes wrong in a round ends the round, never
 * the process. Ends on a signal, when its time is up or it has done its share, or when a restart is asked for.
 */
export async function watch(context: Context, options: WatchOptions, log: Log): Promise<Watched> {
  const { clock, stop } = context;
  const until = options.maxTime === undefined ? FOREVER : clock.now() + options.maxTime;
  let pieces = 0;
  let completed = 0;

  /** True while there is reason to go on. */
  const round = async (): Promise<boolean> => {
    const left = (options.most ?? FOREVER) - pieces;
    if (stop.asked.aborted || left <= 0 || clock.now() >= until) return false;
    try {
      readSettingsAgain(context, log);
      const store = await context.store();
      await store.greet({
        worker: context.worker,
        kind: "watch",
        memoryBytes: context.memory(),
        now: clock.now(),
      });
      const control = await store.control();
      if (whyHeld({ ...control, paused: null }, context.startedAt)) return false; // a restart, paused or not
      const ticked = await tick(context, {
        role: "watch",
        budget: until - clock.now(),
        most: left,
        kinds: options.kinds,
        scan: options.scan,
      });
      if (ticked.kind === "worked") {
        pieces += ticked.pieces.length;
        completed += ticked.pieces.filter(({ status }) => status === "completed").length;
        if (ticked.overMemory !== undefined) {
          log.event(
            `${Math.round(ticked.overMemory / 1024 ** 2)} MB are above MEMORY_LIMIT: ending, to be started anew`,
          );
          return false;
        }
        if (ticked.pause)
          log.event(`${ticked.pause.message}${ticked.pause.hint ? ` (${ticked.pause.hint})` : ""}`);
      }
    } catch (error) {
      const known = explain(error);
      log.event(known ? known.message : `unexpected, please report it: ${(error as Error).stack}`);
    }
    return !stop.asked.aborted && pieces < (options.most ?? FOREVER) && clock.now() < until;
  };

  const sayStopping = () => log.event(stopping(stop.inFlight()));
  stop.asked.addEventListener("abort", sayStopping, { once: true });
  if (options.sleep === undefined) await onSchedule(context, options.schedule, until, round);
  else while (await round()) await clock.sleep(Math.min(options.sleep, until - clock.now()), stop.asked);
  stop.asked.removeEventListener("abort", sayStopping);
  await (await context.store()).leave(context.worker);
  return { pieces, completed };
}

const stopping = (requests: number) =>
  requests === 0
    ? "stopping: no request is out"
    : `stopping: waiting for ${requests} ${requests === 1 ? "request" : "requests"}, up to ${GRACE / SECOND} s`;

/** A change of `.env` counts from the next round on; what is wrong with it is said once, and the settings stay. */
function readSettingsAgain(context: Context, log: Log): void {
  try {
    if (context.reread()) log.event("settings read again: .env has changed");
  } catch (error) {
    const known = explain(error);
    if (!known) throw error;
    log.event(`.env has changed and is left out: ${known.message}${known.hint ? ` (${known.hint})` : ""}`);
  }
}

/** Throws UserError for what is not a cron expression. */
export async function refuseBadSchedule(schedule: string): Promise<void> {
  const { default: cron } = await import("node-cron");
  if (!cron.validate(schedule)) {
    throw new UserError(`--schedule is "${schedule}"`, "a cron expression such as '*/5 * * * *'");
  }
}

/**
 * Rounds at the times of a cron expression, never two at once. An expression names minutes in which work may begin:
 * within such a minute, work that comes is begun within seconds.
 */
async function onSchedule(context: Context, schedule: string, until: number, round: () => Promise<boolean>) {
  const { clock, stop } = context;
  const { default: cron } = await import("node-cron");
  let ended: () => void = () => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  let running: Promise<void> = Promise.resolve();
  const task = cron.schedule(
    schedule,
    async () => {
      const going = roundsOfMinute(context, round);
      running = going.then(() => {});
      if (!(await going)) ended();
    },
    { noOverlap: true },
  );
  if (stop.asked.aborted) ended();
  stop.asked.addEventListener("abort", ended, { once: true });
  if (until < FOREVER) void clock.sleep(until - clock.now(), stop.asked).then(ended);
  await end;
  await task.stop();
  await running;
}

/** One round, and others in the same minute as work comes. Returns whether there is reason to go on. */
async function roundsOfMinute(context: Context, round: () => Promise<boolean>): Promise<boolean> {
  const { clock, stop } = context;
  const end = (Math.floor(clock.now() / MINUTE) + 1) * MINUTE;
  const isDue = async () => (await (await context.store()).kindsDue(clock.now())).length > 0;
  for (;;) {
    if (!(await round())) return false;
    // What a round leaves is paused, or in other hands: the next time of the schedule is soon enough.
    if (await isDue().catch(() => true)) return true;
    do {
      if (clock.now() + LOOK_AGAIN >= end || stop.asked.aborted) return true;
      await clock.sleep(LOOK_AGAIN, stop.asked);
    } while (!(await isDue().catch(() => false)));
  }
}
