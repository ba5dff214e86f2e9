import type { Context } from "../context.js";
import type { KindName } from "../core/model.js";
import { WORK_ATTEMPTS } from "../core/retry.js";
import { toUtcText } from "../core/time.js";
import type { Lease, Rescued } from "../store/queue.js";
import { endOrphanedRuns } from "../system/run-folder.js";
import { isDead } from "../system/worker-id.js";

/**
 * Takes work from workers that are gone: what was not renewed for STUCK_AFTER, and at once what belongs to a process
 * of this host that has ended. Pending again, or failed if it keeps killing its workers. Programs
 * that they had started are ended.
 */
export async function rescueStuck(
  context: Context,
  { olderThan, kinds }: { olderThan?: number; kinds?: readonly KindName[] } = {},
): Promise<Rescued[]> {
  const store = await context.store();
  const now = context.clock.now();
  await store.sweepWorkers(isDead);
  const rescued = await store.rescue({
    now,
    ...(kinds ? { kinds } : {}),
    silentSince: (kind) => now - (olderThan ?? stuckAfter(context.config, kind)),
    isDead,
    attemptLimit: WORK_ATTEMPTS,
    describe,
  });
  if (rescued.length) endOrphanedRuns();
  return rescued;
}

/** Documents take models longer than lines. */
export const stuckAfter = (
  { STUCK_AFTER, GENERATION_STUCK_AFTER }: Context["config"],
  kind: KindName,
): number => (kind === "generation" ? Math.max(GENERATION_STUCK_AFTER, STUCK_AFTER) : STUCK_AFTER);

const describe = ({ worker, attempts, renewedAt }: Lease) => ({
  waitReason: `its worker (${worker}) died`,
  error: `its worker died ${attempts} times without saving anything`,
  note: `worker ${worker} was not heard of since ${toUtcText(renewedAt)} UTC`,
});
