import { closeSync, openSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../context.js";
import { trusted } from "../system/trust.js";

/** Its modification time is when a tick last came: an idle tick leaves no other trace, and writes no database for it. */
const fileIn = (home: string) => join(home, "last-tick");

/**
 * Leaves the trace of a tick, whatever it finds to do. Throws UserError, and leaves none, in a home that others can
 * write: where that leads is theirs to say.
 */
export function traceTick({ home, clock }: Context): void {
  trusted(home, "700");
  try {
    closeSync(openSync(fileIn(home), "a", 0o600));
    utimesSync(fileIn(home), clock.now() / 1000, clock.now() / 1000);
  } catch {
    // A home that can't be written is told by what needs it, and is no reason not to work.
  }
}

/** When a tick last came to this home, in milliseconds; null if none ever did. */
export const lastTick = (home: string): number | null =>
  statSync(fileIn(home), { throwIfNoEntry: false })?.mtime.getTime() ?? null;
