import type { Clock, Context } from "../context.js";
import type { BatchSize } from "../core/batching.js";
import type { Log } from "../log.js";
import type { Provider } from "../providers/provider.js";
import type { Claimed, Control, MemoryScope, Store } from "../store/store.js";
import type { Mode } from "./modes.js";
import type { Stop } from "./stop.js";

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
  /** Whether the provider has answered in this turn. */
  answered: boolean;
  /** Whether it was held to be down or paused before. */
  recovered: boolean;
}

/** The claim was lost: the project was cancelled, released by hand, or rescued. Nothing more may be written. */
export class ClaimLost extends Error {
  override name = "ClaimLost";
}

/** The turn is over or a stop was asked for; the rest waits for the next claim. */
export class TurnOver extends Error {
  override name = "TurnOver";
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

/** Waits with the lease freshly renewed; a stop ends the wait and the turn. */
export async function wait(session: Session, ms: number): Promise<void> {
  if (ms > 0) {
    await hold(session);
    await session.clock.sleep(ms, session.stop.asked);
  }
  if (session.stop.asked.aborted) throw new TurnOver("stopped");
}
