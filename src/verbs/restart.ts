import type { Context } from "../context.js";

/** Asks running workers to save what they do and end. */
export async function restart(context: Context): Promise<void> {
  await (await context.store()).restart(context.clock.now());
  await context.audit("restart", "");
}
