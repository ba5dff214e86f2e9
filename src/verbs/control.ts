import type { Context } from "../context.js";

/** Lets no worker begin anything until resume. `changed` is false if work was paused already. */
export async function pause(context: Context, reason: string): Promise<{ changed: boolean }> {
  const changed = await (await context.store()).pause(context.actor, reason, context.clock.now());
  if (changed) await context.audit("pause", reason);
  return { changed };
}

/** Lets work go on, also with a provider that was paused for an error. Returns what was lifted. */
export async function resume(context: Context): Promise<{ lifted: string[] }> {
  const lifted = await (await context.store()).resume(context.clock.now());
  if (lifted.length) await context.audit("resume", lifted.join(", "));
  return { lifted };
}

/** Asks running workers to save what they do and end. */
export async function restart(context: Context): Promise<void> {
  await (await context.store()).restart(context.clock.now());
  await context.audit("restart", "");
}
