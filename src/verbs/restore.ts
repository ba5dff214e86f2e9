import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "../context.js";
import { ComeBackLater } from "../errors.js";
import { fateOf } from "../system/worker-id.js";

/**
 * Replaces the database by a backup; the old one is kept beside it. Throws UserError for a file that is no backup,
 * or if there is a database and not `force`, and ComeBackLater while somebody is at work on it.
 */
export async function restore(
  context: Context,
  { file, force }: { file: string; force: boolean },
): Promise<{ replaced: string | null }> {
  const database = await context.database();
  if (force && statSync(database.path, { throwIfNoEntry: false })) await refuseWhileAtWork(context);
  const restored = await database.restore(resolve(file), { now: context.clock.now(), force });
  await context.audit("restore", file);
  return restored;
}

/** An idle worker holds no lease, but has claims and settings of the old content in mind. */
async function refuseWhileAtWork(context: Context): Promise<void> {
  const since = context.clock.now() - context.config.STUCK_AFTER;
  const atWork = await context
    .store()
    .then(async (store) => [
      ...(await store.workers()).map(({ worker, seenAt }) => ({ worker, at: seenAt })),
      ...(await store.leases()).map(({ worker, renewedAt }) => ({ worker, at: renewedAt })),
    ])
    .catch(() => []); // it is being restored because it can't be read
  const isLive: Record<ReturnType<typeof fateOf>, (at: number) => boolean> = {
    alive: () => true,
    dead: () => false,
    unknown: (at) => at > since,
  };
  const live = atWork.find(({ worker, at }) => isLive[fateOf(worker)](at));
  context.close();
  if (live) {
    throw new ComeBackLater(
      `${live.worker} is at work on this database`,
      "transcron restart ends running workers after their batch; pause cron or stop watch, then restore again",
    );
  }
}
