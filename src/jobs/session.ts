import type { Context } from "../context.js";
import type { BatchSize } from "../core/batching.js";
import { MINUTE, SECOND } from "../core/time.js";
import type { Log } from "../log.js";
import type { Provider } from "../providers/provider.js";
import type { Claimed, Control, MemoryScope, Store } from "../store/store.js";
import type { Clock } from "../system/clock.js";
import type { Stop } from "../system/stop.js";
import type { Mode } from "./modes.js";

/** One project in this worker's hands, for one turn. */
export interface Session {
  project: Claimed;
  store: Store;
  provider: Provider;
  config: Context["config"];
  clock: Clock;
  random(): number;
  log: Log;
  stop: Stop;
  mode: Mode;
  /** When this process began; a restart asked for later ends it. */
  processStart: number;
  /** When the turn ends, in milliseconds. */
  until: number;
  scope: MemoryScope;
  /** Adapts as replies come in. */
  batch: BatchSize;
  /** Called when a batch is saved. */
  stepped(): void;
  /** Whether the provider has answered in this turn. */
  answered: boolean;
  /** Whether it was held to be down or paused before. */
  recovered: boolean;
}

/** The claim was lost: the project was cancelled, released by hand, or rescued. Nothing more may be written. */
export class ClaimLost extends Error {
  override name = "ClaimLost";
}

/** The turn is over or a stop was asked for; the rest waits for the next claim, not before `availableAt`. */
export class TurnOver extends Error {
  override name = "TurnOver";
  constructor(
    reason: string,
    readonly availableAt?: number,
  ) {
    super(reason);
  }
}

/** Why nothing more is to be begun in this turn; undefined if it may go on. */
export async function whyOver({
  stop,
  clock,
  until,
  store,
  processStart,
}: Session): Promise<string | undefined> {
  if (stop.asked.aborted) return "stopped";
  if (clock.now() >= until) return "turn over";
  return whyHeld(await store.control(), processStart);
}

/** What was said through the database to every worker. */
export function whyHeld({ paused, restartAt }: Control, processStart: number): string | undefined {
  if (paused) return `paused by ${paused.by}${paused.reason ? `: ${paused.reason}` : ""}`;
  return restartAt !== null && restartAt > processStart ? "restart asked for" : undefined;
}

/** Renews the lease, or ends the session. */
export async function hold({ store, project, clock }: Session): Promise<void> {
  if (!(await store.renew(project, clock.now()))) throw new ClaimLost();
}

/** No sleep is longer, so that a lease stays fresh and a pause, a stop or a cancellation is noticed. */
const SLICE = MINUTE;

/** Waits with the lease kept fresh; whatever ends the turn ends the wait. Checks even if there is nothing to wait for. */
export async function wait(session: Session, ms: number): Promise<void> {
  const { clock, stop, until } = session;
  const end = clock.now() + Math.max(0, ms);
  for (;;) {
    const over = await whyOver(session);
    if (over) throw new TurnOver(over);
    const left = end - clock.now();
    if (left <= 0) return;
    if (end >= until) throw new TurnOver("its turn ends before the provider may be asked again", end);
    await hold(session);
    await clock.sleep(Math.min(left, SLICE), stop.asked);
  }
}

/** Of writes that must not be lost: tried again while another process holds the database. */
export async function patiently<T>({ clock }: Pick<Session, "clock">, write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (attempt >= PATIENCE || typeof code !== "string" || !/^SQLITE_(BUSY|LOCKED)/.test(code)) throw error;
      await clock.sleep(SECOND);
    }
  }
}

/** Each attempt waits for the lock by itself already, so this is a minute or two. */
const PATIENCE = 20;
