import { beatOf } from "../core/retry.js";
import { MINUTE, SECOND } from "../core/time.js";
import { Transient } from "../errors.js";
import type { ControlState } from "../store/control.js";
import type { Turn } from "./kind.js";

/** The claim was lost: the work was cancelled, released by hand, or rescued. Nothing more may be written. */
export class ClaimLost extends Error {
  override name = "ClaimLost";
}

interface Over {
  reason: string;
  /** The rest waits at least until then. */
  availableAt?: number;
  /** Its time was used up, and nothing else ended it: then a turn that brought nothing is an attempt. */
  byItself?: boolean;
}

/** The turn is over or a stop was asked for; the rest waits for the next claim. */
export class TurnOver extends Error {
  override name = "TurnOver";
  readonly availableAt: number | undefined;
  readonly byItself: boolean;
  constructor({ reason, availableAt, byItself = false }: Over) {
    super(reason);
    this.availableAt = availableAt;
    this.byItself = byItself;
  }
}

/** Throws TurnOver where nothing more is to be started in this turn. */
export async function proceed({ context, store, until }: Turn): Promise<void> {
  const { stop, clock, startedAt } = context;
  if (stop.asked.aborted) throw new TurnOver({ reason: "stopped" });
  if (clock.now() >= until) throw new TurnOver({ reason: "turn over", byItself: true });
  const held = whyHeld(await store.control(), startedAt);
  if (held) throw new TurnOver({ reason: held });
}

/** What was said through the database to every worker; undefined if work goes on. */
export function whyHeld({ paused, restartAt }: ControlState, processStart: number): string | undefined {
  if (paused) return `paused by ${paused.by}${paused.reason ? `: ${paused.reason}` : ""}`;
  return restartAt !== null && restartAt > processStart ? "restart asked for" : undefined;
}

/** Renews the lease, or ends the turn. */
export async function hold({ store, work, context }: Turn): Promise<void> {
  if (!(await store.renew(work, context.clock.now()))) throw new ClaimLost();
}

/** No sleep is longer, so that a pause, a stop or a cancellation is noticed. */
const SLICE = MINUTE;

/** Waits with the lease kept fresh; whatever ends the turn ends the wait. Checks even if there is nothing to wait for. */
export async function wait(turn: Turn, ms: number): Promise<void> {
  const { clock, stop, config } = turn.context;
  const slice = Math.min(SLICE, beatOf(config.STUCK_AFTER));
  const end = clock.now() + Math.max(0, ms);
  for (;;) {
    await proceed(turn);
    const left = end - clock.now();
    if (left <= 0) return;
    if (end >= turn.until) {
      throw new TurnOver({
        reason: "its turn ends before the provider may be asked again",
        availableAt: end,
      });
    }
    await hold(turn);
    await clock.sleep(Math.min(left, slice), stop.asked);
  }
}

/** Each attempt waits for the lock by itself already, so this is a minute or two. */
const PATIENCE = 20;

/** Of writes that must not be lost: tried again while another process holds the database. */
export async function patiently<Result>({ context }: Turn, write: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (attempt >= PATIENCE || !(error instanceof Transient)) throw error;
      await context.clock.sleep(SECOND);
    }
  }
}
