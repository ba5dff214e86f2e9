import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { ComeBackLater, InTheWay } from "../errors.js";
import { makeFolder, PRIVATE } from "../system/folder.js";
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
  if (force && existsSync(database.path)) await refuseWhileAtWork(context);
  makeFolder(context.home, PRIVATE);
  try {
    const restored = await database.restore(resolve(file), { now: context.clock.now(), force });
    await context.audit("restore", file);
    return restored;
  } catch (error) {
    if (!(error instanceof InTheWay)) throw error;
    const over = commandLine("restore", file, "--force");
    throw new InTheWay(error.message, `${over} restores over it; the old one is kept beside it`);
  }
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
      `${commandLine("pause")} ends what is in work after its batch, and nothing begins; stop a watch; then restore again`,
    );
  }
}
