import type { Context } from "../context.js";
import type { Change } from "../store/store.js";

/** Notes what was changed, if anything was, and returns it. */
export async function audited(context: Context, action: string, changed: Change[]): Promise<Change[]> {
  if (changed.length)
    await context.audit(action, changed.map(({ id, from, to }) => `${id} ${from} → ${to}`).join(", "));
  return changed;
}
