import type { Context } from "../context.js";
import { TURN, WORK_ATTEMPTS } from "../core/retry.js";
import { formatDuration } from "../core/time.js";
import type { Log } from "../log.js";
import type { Claim } from "../store/claim.js";
import { parseWorkerId } from "../system/worker-id.js";
import type { Kind, Turn } from "./kind.js";
import { type Ended, settle } from "./settle.js";
import { ClaimLost, TurnOver } from "./turn.js";

/** How a turn ended, and what that means for others; or what went wrong in ending it. */
export type Finished =
  | {
      kind: Kind;
      work: Claim;
      ended: Ended & { recovered: boolean; endpointKey: string };
      undelivered: number;
    }
  | { error: unknown };

interface Taking {
  kind: Kind;
  work: Claim;
  log: Log;
}

/** One piece of work for one turn, from its claim to its delivery. Never rejects. */
export async function takeTurn(context: Context, { kind, work, log }: Taking): Promise<Finished> {
  const title = kind.title(work);
  try {
    const { pid } = parseWorkerId(context.worker);
    log.event(kind.logged?.began(work, { pid, attemptLimit: WORK_ATTEMPTS }) ?? `${work.id}  ${title}`);
    log.progress({ title, done: work.unitsDone, total: work.unitsCount });
    const endpoint = await kind.endpoint(context, work);
    const turn: Turn = {
      kind,
      work,
      context,
      store: await context.store(),
      endpoint,
      log,
      until: context.clock.now() + TURN,
      asked: false,
      answered: false,
      saved: 0,
      recovered: false,
    };
    const thrown = await run(turn);
    log.ended(title);
    const ended = await settle(turn, thrown);
    report(turn, ended);
    const undelivered = ended.settled?.status === "completed" ? await deliver(turn) : 0;
    return {
      kind,
      work,
      ended: { ...ended, recovered: turn.recovered, endpointKey: turn.endpoint.key },
      undelivered,
    };
  } catch (error) {
    return { error };
  }
}

/** What can't be delivered now is delivered by a later tick, and changes nothing about how the turn ended. */
async function deliver({ kind, work, context, log }: Turn): Promise<number> {
  try {
    return await kind.deliver(context, log);
  } catch (error) {
    log.event(`${work.id} is written by a later tick: ${(error as Error).message}`);
    return 1;
  }
}

/** What the turn threw. What goes wrong in it ends the turn, never the process. */
async function run(turn: Turn): Promise<unknown> {
  try {
    await turn.kind.run(turn);
    return undefined;
  } catch (error) {
    const broken = turn.context.stop.hard.aborted && !(error instanceof ClaimLost);
    return broken ? new TurnOver({ reason: "stopped" }) : error;
  }
}

/** Says how it ended, in one line. */
function report({ work, kind, context, log }: Turn, { settled, reason, bug }: Ended) {
  if (!settled) return log.event(`${work.id} let go: ${reason}`);
  const { status, unitsDone, quality, error } = settled;
  const took = formatDuration(Math.max(0, context.clock.now() - work.startedAt));
  const grade = status === "completed" && quality !== null ? `, quality ${quality}%` : "";
  const why = (status === "pending" ? reason : error) ?? undefined;
  if (kind.logged) {
    const { pid } = parseWorkerId(context.worker);
    return log.event(kind.logged.ended(work, { pid, status, took, why }));
  }
  log.event(
    `${status}: ${unitsDone}/${work.unitsCount} ${kind.units} in ${took}${grade}${why ? `, ${why}` : ""}`,
  );
  if (bug) log.step(`unexpected, please report it: ${bug.stack}`);
}
