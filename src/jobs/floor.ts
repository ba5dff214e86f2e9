import type { Context } from "../context.js";
import { SECOND } from "../core/time.js";

/** How many slots of this process are at work, and when one of them got on. */
export interface Floor {
  busy(): number;
  during(work: () => Promise<void>): Promise<void>;
  stepped(): void;
  /** False at once if no slot is at work; else true when one has got on or ended. */
  nextStep(): Promise<boolean>;
}

/** An idle slot looks for work again at most this often. */
const LOOK_AGAIN = 2 * SECOND;

/** Slots wake each other rather than poll: no timer, and nothing to wait for when the last one ends. */
export function createFloor({ clock }: Context): Floor {
  let busy = 0;
  let wokenAt = clock.now();
  let waiting: ((more: boolean) => void)[] = [];
  const wake = () => {
    wokenAt = clock.now();
    for (const go of waiting.splice(0)) go(true);
  };
  return {
    busy: () => busy,
    async during(work) {
      busy++;
      try {
        await work();
      } finally {
        busy--;
        wake();
      }
    },
    stepped() {
      if (clock.now() - wokenAt >= LOOK_AGAIN) wake();
    },
    nextStep() {
      if (busy === 0) return Promise.resolve(false);
      return new Promise((resolve) => {
        waiting = [...waiting, resolve];
      });
    },
  };
}
