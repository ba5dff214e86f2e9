import type { Context } from "../context.js";
import { PROJECT_ATTEMPTS } from "../core/retry.js";
import { isDead } from "../system/worker-id.js";

/**
 * Takes projects from workers that are gone: those whose lease was not renewed for STUCK_AFTER, and at once those
 * whose process on this host has ended. Pending again, or failed if they keep killing their workers.
 */
export async function rescueStuck(context: Context, olderThan = context.config.STUCK_AFTER) {
  const store = await context.store();
  const now = context.clock.now();
  for (const { worker } of await store.workers()) if (isDead(worker)) await store.leave(worker);
  const leases = await store.leases();
  const stuck = leases.filter(({ worker, renewedAt }) => renewedAt < now - olderThan || isDead(worker));
  return stuck.length ? store.rescue(stuck, now, PROJECT_ATTEMPTS) : [];
}
