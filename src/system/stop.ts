import { SECOND } from "../core/time.js";

/** How long requests in flight may take to finish once a stop was asked for. */
export const GRACE = 30 * SECOND;
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
  /** Counts a request as in flight until what is returned is called. */
  began(): () => void;
  /** Requests in flight. */
  inFlight(): number;
}

export interface StopSwitch extends Stop {
  ask(signal?: Signal): void;
  force(): void;
}

export function createStop(): StopSwitch {
  const asked = new AbortController();
  const hard = new AbortController();
  let received: Signal | undefined;
  let inFlight = 0;
  return {
    asked: asked.signal,
    hard: hard.signal,
    signal: () => received,
    began: () => {
      inFlight++;
      return () => {
        inFlight--;
      };
    },
    inFlight: () => inFlight,
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

interface Ends {
  /** Ends the process. */
  end(signal: Signal): void;
  /** Tells whoever pressed Ctrl-C what is waited for. */
  say(text: string): void;
}

/**
 * A stop that signals ask for. A second signal breaks off what is in flight, and if the process has not ended a
 * moment later, `end` is called with the first signal to end it. A closed terminal's SIGHUP comes twice, from the
 * system and from the shell, so it only ever asks.
 */
export function stopOnSignals({ end, say }: Ends): StopSwitch {
  const stop = createStop();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (stop.asked.aborted) {
        if (signal === "SIGHUP") return;
        stop.force();
        setTimeout(() => end(stop.signal() ?? signal), LAST_MOMENT).unref();
        return;
      }
      stop.ask(signal);
      if (signal === "SIGINT" && stop.inFlight()) say(waitingFor(stop.inFlight()));
      setTimeout(() => stop.force(), GRACE).unref();
    });
  }
  return stop;
}

const waitingFor = (requests: number) =>
  `finishing ${requests} ${requests === 1 ? "request" : "requests"} (up to ${GRACE / SECOND} s); press again to abort`;
