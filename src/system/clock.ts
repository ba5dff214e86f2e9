import { setImmediate, setTimeout as timeout } from "node:timers/promises";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits, or returns early when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Does something once, so many milliseconds from now, unless the returned function is called first. */
  after(ms: number, act: () => void): () => void;
}

/** A longer timer overflows and fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    // Even no wait lets signals and timers be seen: work on SQLite alone would never pause for them.
    if (ms <= 0) await setImmediate();
    for (let left = ms; left > 0 && !signal?.aborted; left -= LONGEST_TIMER) {
      await timeout(Math.min(left, LONGEST_TIMER), undefined, { signal }).catch((error) => {
        if (error.name !== "AbortError") throw error;
      });
    }
  },
  after: (ms, act) => {
    let timer: NodeJS.Timeout;
    const wait = (left: number) => {
      timer = setTimeout(
        () => (left > LONGEST_TIMER ? wait(left - LONGEST_TIMER) : act()),
        Math.min(left, LONGEST_TIMER),
      );
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};
