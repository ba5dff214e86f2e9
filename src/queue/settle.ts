import { attemptBackoff, WORK_ATTEMPTS } from "../core/retry.js";
import { MINUTE } from "../core/time.js";
import { explain, NeverAgain, PauseEndpoint, RetryLater } from "../errors.js";
import type { Settled } from "../store/claim.js";
import type { Pausing } from "../store/endpoints.js";
import type { Turn } from "./kind.js";
import { outageLasts, pauseLasts } from "./pause.js";
import { ClaimLost, patiently, TurnOver } from "./turn.js";

/** How a turn ended. */
export interface Ended {
  /** Undefined when the claim was lost. */
  settled: Settled | undefined;
  /** Why it was not finished. */
  reason?: string;
  /** Why no other work should be started with this endpoint. */
  pause?: PauseEndpoint;
  /** Its turn was over, and nothing else: it may go on then. */
  resumeAt?: number;
  /** Something nobody expected: its stack belongs into the log. */
  bug?: Error;
}

/** Ends a turn by what was thrown in it; nothing thrown means that nothing is left to ask for. */
export async function settle(turn: Turn, thrown: unknown): Promise<Ended> {
  if (thrown === undefined) return finish(turn);
  if (thrown instanceof ClaimLost) return { settled: undefined, reason: "taken from this worker meanwhile" };
  if (thrown instanceof TurnOver) return settleOver(turn, thrown);
  if (thrown instanceof PauseEndpoint) return rest(turn, thrown);
  return settleFailure(turn, thrown);
}

/** Nothing is left to ask for. Should something lack all the same, that is an attempt: it must not go round for ever. */
async function finish(turn: Turn): Promise<Ended> {
  const settled = await patiently(turn, () => turn.kind.finish(turn));
  if (settled !== "open") return { settled };
  return counted(turn, {
    reason: `nothing is left to ask for: ${await turn.kind.lacking(turn)}`,
    code: "odd",
  });
}

/** Whether the endpoint was asked and said nothing that could be read, so that either may be to blame. */
const mute = ({ asked, answered }: Turn) => asked && !answered;

/** A probe that runs out of time itself says as little as none. */
const PROBING_TAKES_AT_MOST = 5 * MINUTE;

/** Undefined if the work is to blame; else how the turn ends in which the endpoint answered nothing. */
async function settleOutage(turn: Turn, thrown: Error): Promise<Ended | undefined> {
  const until = turn.context.clock.now() + PROBING_TAKES_AT_MOST;
  try {
    if (await turn.kind.probe({ ...turn, until })) return undefined;
  } catch (error) {
    return settle({ ...turn, asked: false }, error);
  }
  await patiently(turn, () => turn.kind.retract(turn));
  return rest(turn, outage(turn.complaint ?? thrown.message, thrown));
}

async function settleOver(turn: Turn, over: TurnOver): Promise<Ended> {
  const now = turn.context.clock.now();
  const resumeAt = Math.max(now, over.availableAt ?? now);
  const uncounted = async () => ({
    settled: await giveBack(turn, { reason: over.message, availableAt: resumeAt, counted: false }),
    reason: over.message,
    resumeAt,
  });
  if (!over.byItself || turn.saved > 0) return uncounted();
  if (mute(turn)) {
    const down = await settleOutage(turn, over);
    if (down) return down;
  } else if (!turn.answered) return uncounted();
  // Its requests were answered, and brought nothing: only so often, or it would go round for ever.
  const reason = `its turn brought nothing: ${await turn.kind.lacking(turn)}`;
  return counted(turn, { reason, code: "no_progress" });
}

async function settleFailure(turn: Turn, thrown: unknown): Promise<Ended> {
  const now = turn.context.clock.now();
  if (thrown instanceof RetryLater) {
    if (thrown.endpointDown) return rest(turn, outage(thrown.message, thrown));
    const down = mute(turn) ? await settleOutage(turn, thrown) : undefined;
    return down ?? counted(turn, { reason: thrown.message, code: thrown.code });
  }
  if (thrown instanceof NeverAgain) {
    const { message: reason, code } = thrown;
    // What was saved has set the attempts back: it has failed all the same.
    return counted(turn, { reason, code, attempts: 0 });
  }
  const known = explain(thrown);
  if (known?.kind === "later") {
    const giving = { reason: known.message, availableAt: now + attemptBackoff(1), counted: false };
    return { settled: await giveBack(turn, giving), reason: known.message };
  }
  const bug = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { ...(await counted(turn, { reason: bug.message, code: "unexpected" })), bug };
}

interface Giving {
  reason: string;
  availableAt: number;
  counted: boolean;
  /** At which attempt it has failed, if not at the usual one. */
  attemptLimit?: number;
}

function giveBack(turn: Turn, giving: Giving): Promise<Settled | undefined> {
  const { store, work, context } = turn;
  return patiently(turn, () =>
    store.giveBack(work, { attemptLimit: WORK_ATTEMPTS, ...giving, now: context.clock.now() }),
  );
}

/** An attempt that brought nothing; the last one leaves the work failed. */
async function counted(
  turn: Turn,
  { reason, code, attempts = WORK_ATTEMPTS }: { reason: string; code: string; attempts?: number },
): Promise<Ended> {
  const availableAt = turn.context.clock.now() + attemptBackoff(turn.work.attempts);
  const settled = await giveBack(turn, { reason, availableAt, counted: true, attemptLimit: attempts });
  await note(turn, { code, message: reason });
  return { settled, reason };
}

/** Written down once the work is given back: a note that can't be made must not leave a claim behind. */
async function note(turn: Turn, { code, message }: { code: string; message: string }): Promise<void> {
  const { store, work, context, log } = turn;
  try {
    await patiently(turn, () => store.noteProblem({ work, code, message, now: context.clock.now() }));
  } catch (error) {
    log.step(`could not note a problem: ${(error as Error).message}`);
  }
}

interface Outage {
  pause: PauseEndpoint;
  lasts: Pausing["lasts"];
}

function outage(message: string, thrown: Error): Outage {
  const lasts = outageLasts(thrown);
  return { pause: new PauseEndpoint("down", message, lasts.outage(1)), lasts };
}

/**
 * Lets every process know that this endpoint is not to be asked; said once, by the one that found out. Other work does
 * not wait for an endpoint that is this work's own, and what only new settings would end is an attempt of its work.
 */
async function rest(turn: Turn, found: PauseEndpoint | Outage): Promise<Ended> {
  const { store, endpoint, context } = turn;
  const now = context.clock.now();
  const { pause, lasts } = "pause" in found ? found : { pause: found, lasts: pauseLasts(turn, found) };
  const { code, message } = pause;
  const { news, until } = await patiently(turn, () =>
    store.pauseEndpoint(endpoint.key, { now, code, message, lasts }),
  );
  const isShared = (await turn.kind.endpoint(context)).key === endpoint.key;
  const { ownPause, ownEndpoints } = turn.kind;
  const isOwn = !isShared || ownEndpoints?.(turn.work) === true;
  if (isOwn && "settings" in lasts && ownPause === undefined) return counted(turn, { reason: message, code });
  const isOutage = "outage" in lasts;
  const rested = isOwn && until === null ? now + (ownPause ?? 0) : now;
  const availableAt = (isOutage || isOwn) && until !== null ? until : rested;
  // A program on this machine may lack just what this work asks of it. Counted once a rest, so that one that fails
  // whatever it is asked does not fail all work with it.
  const isAttempt = isOutage && !endpoint.remote && news;
  const settled = await giveBack(turn, { reason: message, availableAt, counted: isAttempt });
  if (news) await note(turn, { code, message });
  return { settled, reason: message, ...(isShared ? { pause } : {}) };
}
