import { beatOf } from "../core/retry.js";
import { withLimits } from "../system/limits.js";
import type { Turn } from "./kind.js";
import { ClaimLost } from "./turn.js";

/**
 * Keeps the lease while something takes long: no request is too long for its lease. When the claim turns out to be
 * lost, the signal is aborted and ClaimLost thrown, so that nobody pays for what nobody may save.
 */
export async function withHeartbeat<Result>(
  turn: Turn,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { clock, config, stop } = turn.context;
  const lost = new AbortController();
  let cancel: () => void = () => {};
  const beat = () => {
    cancel = clock.after(beatOf(config.STUCK_AFTER), beat);
    turn.store.renew(turn.work, clock.now()).then(
      (held) => {
        if (!held) lost.abort(new ClaimLost());
      },
      () => {}, // a locked database: the next beat tries again
    );
  };
  cancel = clock.after(beatOf(config.STUCK_AFTER), beat);
  try {
    return await withLimits({ signals: [stop.hard, lost.signal] }, work);
  } catch (error) {
    lost.signal.throwIfAborted();
    throw error;
  } finally {
    cancel();
  }
}
