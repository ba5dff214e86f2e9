import type { Context } from "../context.js";
import type { KindName } from "../core/model.js";
import { kindOfId } from "../core/work-ids.js";
import type { Change } from "../store/changes.js";

/** Notes what was changed on each piece of work of a kind, and returns it. */
export async function audited(
  context: Context,
  { action, kind }: { action: string; kind: KindName },
  changed: Change[],
): Promise<Change[]> {
  await context.auditWork(
    action,
    changed.map(({ id, from, to }) => ({ kind: kindOfId(id) ?? kind, id, details: `${from} → ${to}` })),
  );
  return changed;
}
