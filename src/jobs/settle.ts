import type { Status } from "../core/model.js";
import { PROMPT_VERSION } from "../core/prompt.js";
import { outageBackoff, PROJECT_ATTEMPTS, projectBackoff } from "../core/retry.js";
import { HOUR } from "../core/time.js";
import { explain, PauseProvider, RetryLater } from "../errors.js";
import { ClaimLost, patiently, type Session, TurnOver } from "./session.js";

/** How a turn ended. */
export interface Ended {
  /** Undefined when the claim was lost. */
  status: Status | undefined;
  /** Why it was not finished. */
  reason?: string;
  /** Why no other project should be begun with this provider. */
  pause?: PauseProvider;
  /** The provider answered again after it was down or paused. */
  recovered?: boolean;
  /** Its turn was over, and nothing else: it may go on then. */
  resumeAt?: number;
  /** Something nobody expected: its stack belongs into the log. */
  bug?: Error;
}

/** A server that asks for more patience is asked again after this long all the same. */
const LONGEST_REST = HOUR;

/**
 * Ends a turn by what was thrown in it; nothing thrown means that nothing is left to ask for. `silent` says that the
 * provider answered nothing at all, so that it is down, whatever its errors say, and the project is not to blame.
 */
export async function settle(session: Session, thrown: unknown, silent = false): Promise<Ended> {
  const { store, project, provider, clock } = session;
  const now = clock.now();
  const again = (reason: string, availableAt: number, counted: boolean) =>
    patiently(session, () =>
      store.settle(project, {
        kind: "again",
        now,
        availableAt,
        reason,
        counted,
        attemptLimit: PROJECT_ATTEMPTS,
      }),
    );

  if (thrown === undefined) {
    const { name, model } = provider;
    const outcome = { kind: "finished", now, promptVersion: PROMPT_VERSION, provider: name, model } as const;
    return { status: await patiently(session, () => store.settle(project, outcome)) };
  }
  if (thrown instanceof ClaimLost) return { status: undefined, reason: "taken from this worker meanwhile" };
  if (thrown instanceof TurnOver) {
    const status = await again(thrown.message, Math.max(now, thrown.availableAt ?? now), false);
    return { status, reason: thrown.message, resumeAt: Math.max(now, thrown.availableAt ?? now) };
  }
  if (thrown instanceof PauseProvider)
    return { ...(await pause(session, thrown)), status: await again(thrown.message, now, false) };
  if (thrown instanceof RetryLater && (thrown.providerDown || silent)) {
    const { failures } = await store.providerState(provider.key);
    const rest = Math.min(thrown.after ?? outageBackoff(failures + 1), LONGEST_REST);
    const down = new PauseProvider("down", thrown.message, rest);
    return {
      ...(await pause(session, down, failures + 1)),
      status: await again(thrown.message, now + rest, false),
    };
  }

  const known = explain(thrown);
  if (known?.kind === "later" && !(thrown instanceof RetryLater)) {
    return { status: await again(known.message, now + projectBackoff(1), false), reason: known.message };
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = thrown instanceof RetryLater ? thrown.code : "unexpected";
  await store.noteError(project.id, code, error.message, now);
  const status = await again(error.message, now + projectBackoff(project.attempts), true);
  return { status, reason: error.message, ...(thrown instanceof RetryLater ? {} : { bug: error }) };
}

/** Lets every process know that this provider is not to be asked; said once, by the one that found out. */
async function pause({ store, project, provider, clock }: Session, pause: PauseProvider, failures = 0) {
  const now = clock.now();
  const known = (await store.providerState(provider.key)).pause;
  const until = pause.lasts === "settings" ? null : now + pause.lasts;
  const settings = pause.lasts === "settings" ? provider.settings : null;
  const news = !(
    known &&
    known.code === pause.code &&
    known.settings === settings &&
    (known.until ?? now + 1) > now
  );
  if (news) {
    await store.pauseProvider(
      provider.key,
      { code: pause.code, message: pause.message, settings, until },
      failures,
    );
    await store.noteError(project.id, pause.code, pause.message, now);
  }
  return { reason: pause.message, pause };
}
