import { dirname, join } from "node:path";
import type { Context } from "../context.js";
import { DAY } from "../core/time.js";
import type { Log } from "../log.js";
import { removeLeftovers } from "../system/leftovers.js";
import { endOrphanedRuns } from "../system/run-folder.js";

/** Once a day: what is older than CLEANUP_AFTER goes, if its result was written somewhere, what the memory holds unused, and what kills left behind. */
export async function doChore({ store: open, clock, config, home }: Context, log: Log): Promise<void> {
  const store = await open();
  const now = clock.now();
  const today = String(Math.floor(now / DAY));
  if ((await store.swapNote({ name: "chore", value: today, now })) === today) return;
  const { projects, memoryLines } = await store.cleanup({
    before: now - config.CLEANUP_AFTER,
    statuses: ["completed"],
    exportedOnly: true,
    ...(config.MEMORY_KEEP === undefined ? {} : { memoryBefore: now - config.MEMORY_KEEP }),
    dryRun: false,
  });
  if (projects) log.event(`cleaned up ${projects} projects that were exported and ended long ago`);
  if (memoryLines) log.event(`forgot ${memoryLines} lines of the memory that were not used for long`);
  endOrphanedRuns();
  const folders = new Set([home, join(home, "backups"), ...(await store.writtenPaths()).map(dirname)]);
  const removed = removeLeftovers(folders, now - DAY);
  if (removed.length) log.event(`removed ${removed.length} files that killed processes left behind`);
}
