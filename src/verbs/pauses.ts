import type { Context } from "../context.js";
import { activePause } from "../jobs/pause.js";
import type { Control } from "../store/store.js";

interface Pauses {
  /** Who paused all work, and why; null if nobody did. */
  work: Control["paused"];
  /** Why the provider is not asked, and what would help; null if it may be asked. */
  provider: { code: string; message: string; hint: string | null } | null;
}

/** What keeps work from going on now. */
export async function readPauses(context: Context): Promise<Pauses> {
  const store = await context.store();
  const { paused } = await store.control();
  const provider = await context.provider();
  const pause = activePause(await store.providerState(provider.key), provider, context.clock.now());
  return {
    work: paused,
    provider: pause ? { code: pause.code, message: pause.message, hint: pause.hint ?? null } : null,
  };
}
