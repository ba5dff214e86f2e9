import type { Context } from "../context.js";

/** Lets no worker start anything until resume. `changed` is false if work was paused already. */
export async function pause(context: Context, reason: string): Promise<{ changed: boolean }> {
  const store = await context.store();
  const changed = await store.pause({ by: context.actor, reason, now: context.clock.now() });
  if (changed) await context.audit("pause", reason);
  return { changed };
}
