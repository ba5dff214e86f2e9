import { SECOND } from "../core/time.js";

/** How long requests in flight may take to finish once a stop was asked for. */
const GRACE = 30 * SECOND;
/** How long an ordered end may take after a second signal. */
const LAST_MOMENT = 2 * SECOND;

/** What asks a process to end: Ctrl-C, kill, a closed terminal. */
export type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

const SIGNALS: readonly Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** A request to stop: first begin nothing new, then, after a grace or a second signal, break off. */
export interface Stop {
  /** Aborted when nothing new is to begin. */
  asked: AbortSignal;
  /** Aborted when what is in flight is to end at once. */
  hard: AbortSignal;
  /** The signal that asked first; undefined if none did. */
  signal(): Signal | undefined;
}

export interface StopSwitch extends Stop {
  ask(signal?: Signal): void;
  force(): void;
}

export function createStop(): StopSwitch {
  const asked = new AbortController();
  const hard = new AbortController();
  let received: Signal | undefined;
  return {
    asked: asked.signal,
    hard: hard.signal,
    signal: () => received,
    ask(signal) {
      received ??= signal;
      asked.abort();
    },
    force() {
      asked.abort();
      hard.abort();
    },
  };
}

/**
 * A stop that signals ask for. A second signal breaks off what is in flight, and if the process has not ended a
 * moment later, `end` is called with the first signal to end it.
 */
export function stopOnSignals(end: (signal: Signal) => void): StopSwitch {
  const stop = createStop();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (stop.asked.aborted) {
        stop.force();
        setTimeout(() => end(stop.signal() ?? signal), LAST_MOMENT).unref();
        return;
      }
      stop.ask(signal);
      setTimeout(() => stop.force(), GRACE).unref();
    });
  }
  return stop;
}
