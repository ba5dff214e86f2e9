import type { Context } from "../context.js";
import { KINDS, type KindName } from "../core/model.js";
import { rescueStuck } from "../queue/rescue.js";
import { audited } from "./audited.js";
import type { WorkChange } from "./change-works.js";

/**
 * Takes work, of one kind or of all, from workers that are gone, or not heard of for `olderThan` milliseconds (default:
 * STUCK_AFTER, for documents GENERATION_STUCK_AFTER).
 */
export async function releaseStuck(
  context: Context,
  { olderThan, kind }: { olderThan?: number; kind?: KindName } = {},
): Promise<WorkChange[]> {
  const kinds = kind === undefined ? KINDS : [kind];
  const rescued = await rescueStuck(context, { kinds, ...(olderThan === undefined ? {} : { olderThan }) });
  const changed = rescued.map(
    (one): WorkChange => ({ kind: one.kind, id: one.id, from: "processing", to: one.status }),
  );
  for (const one of kinds)
    await audited(
      context,
      { action: "release-stuck", kind: one },
      changed.filter((change) => change.kind === one),
    );
  return changed;
}
