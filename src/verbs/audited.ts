import type { Context } from "../context.js";
import type { Change } from "../store/changes.js";

/** Notes what was changed on each project, and returns it. */
export async function audited(context: Context, action: string, changed: Change[]): Promise<Change[]> {
  await context.auditWork(
    action,
    changed.map(({ id, from, to }) => ({ kind: "translation", id, details: `${from} → ${to}` })),
  );
  return changed;
}
