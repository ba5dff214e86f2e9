import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { ComeBackLater } from "../errors.js";
import { fateOf } from "../system/worker-id.js";

/**
 * Throws ComeBackLater while somebody works on the database. An idle worker holds no lease, but has claims and settings
 * of the old content in mind. Closes the database.
 */
export async function refuseWhileAtWork(context: Context, wanted: string): Promise<void> {
  const since = context.clock.now() - context.config.STUCK_AFTER;
  const isLive: Record<ReturnType<typeof fateOf>, (at: number) => boolean> = {
    alive: () => true,
    dead: () => false,
    unknown: (at) => at > since,
  };
  const live = (await workersOf(context)).find(({ worker, at }) => isLive[fateOf(worker)](at));
  if (!live) return;
  throw new ComeBackLater(
    `${live.worker} is at work on this database`,
    `${commandLine("pause")} ends what is running after its batch, and nothing starts; stop a watch; then ${wanted} again`,
  );
}

async function workersOf(context: Context): Promise<{ worker: string; at: number }[]> {
  try {
    const store = await context.store();
    return [
      ...(await store.workers()).map(({ worker, seenAt }) => ({ worker, at: seenAt })),
      ...(await store.leases()).map(({ worker, renewedAt }) => ({ worker, at: renewedAt })),
    ];
  } finally {
    context.close();
  }
}
