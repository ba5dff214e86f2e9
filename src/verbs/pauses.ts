import type { Context } from "../context.js";
import { activePause } from "../queue/pause.js";
import type { ControlState } from "../store/control.js";

interface Pauses {
  /** Who paused all work, and why; null if nobody did. */
  work: ControlState["paused"];
  /** Why the provider is not asked, and what would help; null if it may be asked. */
  provider: { code: string; message: string; hint: string | null } | null;
}

/** What keeps work from going on now. */
export async function readPauses(context: Context): Promise<Pauses> {
  const store = await context.store();
  const { paused } = await store.control();
  const provider = await context.endpoint();
  const pause = activePause(await store.endpointState(provider.key), provider, context.clock.now());
  return {
    work: paused,
    provider: pause ? { code: pause.code, message: pause.message, hint: pause.hint ?? null } : null,
  };
}
