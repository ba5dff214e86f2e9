import type { Context } from "../context.js";
import { type Ticked, tick as tickQueue } from "../queue/tick.js";
import { loadKinds } from "./kinds.js";
import { loadScan } from "./load-scan.js";

export type { Ticked };

/** What cron calls each minute, over every kind of work. Nothing is started once `budget` milliseconds are over. */
export const tick = (context: Context, { budget }: { budget: number }): Promise<Ticked> =>
  tickQueue(context, { budget, role: "tick", kinds: loadKinds, scan: loadScan });
