import { SECOND } from "../core/time.js";

/** How long requests in flight may take to finish once a stop was asked for. */
const GRACE = 30 * SECOND;
/** How long an ordered end may take after a second signal. */
const LAST_MOMENT = 2 * SECOND;

/** A request to stop: first begin nothing new, then, after a grace or a second signal, break off. */
export interface Stop {
  /** Aborted when nothing new is to begin. */
  asked: AbortSignal;
  /** Aborted when what is in flight is to end at once. */
  hard: AbortSignal;
  /** 129, 130 or 143 after a signal, else 0. */
  exitCode(): number;
}

export interface StopSwitch extends Stop {
  ask(exitCode?: number): void;
  force(): void;
}

export function createStop(): StopSwitch {
  const asked = new AbortController();
  const hard = new AbortController();
  let code = 0;
  return {
    asked: asked.signal,
    hard: hard.signal,
    exitCode: () => code,
    ask(exitCode = 0) {
      code ||= exitCode;
      asked.abort();
    },
    force() {
      asked.abort();
      hard.abort();
    },
  };
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A stop that SIGINT, SIGTERM and SIGHUP (a closed terminal) ask for; the second one ends the process at once. */
export function stopOnSignals(): StopSwitch {
  const stop = createStop();
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (stop.asked.aborted) {
        stop.force();
        setTimeout(() => process.exit(stop.exitCode() || code), LAST_MOMENT).unref();
        return;
      }
      stop.ask(code);
      setTimeout(() => stop.force(), GRACE).unref();
    });
  }
  return stop;
}
