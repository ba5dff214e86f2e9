import { dirname, join } from "node:path";
import type { Context } from "../context.js";
import { DAY } from "../core/time.js";
import { countedByKind } from "../core/work-ids.js";
import type { Log } from "../log.js";
import { removeLeftovers } from "../system/leftovers.js";
import { removeUploads } from "../system/remove-uploads.js";
import { endOrphanedRuns } from "../system/run-folder.js";

/**
 * Once a day: work that is old goes, if its result was written somewhere, with copies of its recordings; so does what the
 * memory holds unused, and what kills left behind.
 */
export async function doChore({ store: open, clock, config, home }: Context, log: Log): Promise<void> {
  const store = await open();
  const now = clock.now();
  const today = String(Math.floor(now / DAY));
  if ((await store.swapNote({ name: "chore", value: today, now })) === today) return;
  const { projects, recordings, jobs, uploads, memoryLines } = await store.cleanup({
    before: now - config.CLEANUP_AFTER,
    documentsBefore: now - config.GENERATION_CLEANUP_AFTER,
    statuses: ["completed"],
    exportedOnly: true,
    ...(config.MEMORY_KEEP === undefined ? {} : { memoryBefore: now - config.MEMORY_KEEP }),
    dryRun: false,
  });
  removeUploads(home, uploads);
  const cleaned = { translation: projects, transcription: recordings, generation: jobs };
  if (projects + recordings + jobs)
    log.event(`cleaned up ${countedByKind(cleaned)} that were exported and ended long ago`);
  if (memoryLines) log.event(`forgot ${memoryLines} lines of the memory that were not used for long`);
  endOrphanedRuns();
  const folders = new Set([home, join(home, "backups"), ...(await store.writtenPaths()).map(dirname)]);
  const removed = removeLeftovers(folders, now - DAY);
  if (removed.length) log.event(`removed ${removed.length} files that killed processes left behind`);
}
