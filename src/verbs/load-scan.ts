import type { TickOptions } from "../queue/tick.js";

/** The scan of watched folders; loaded when one is due, since most ticks find none. */
export const loadScan: TickOptions["scan"] = async (context, log) =>
  (await import("./scan.js")).scanDue(context, log);
