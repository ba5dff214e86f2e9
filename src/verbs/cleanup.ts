import type { Context } from "../context.js";
import { type KindName, STATUSES, type Status } from "../core/model.js";
import { countedByKind } from "../core/work-ids.js";
import { UserError } from "../errors.js";
import type { Cleaned } from "../store/cleanup.js";
import { removeUploads } from "../system/remove-uploads.js";

interface CleanupOptions {
  /** Only work of this kind, and no history; all if it is not given. */
  kind?: KindName;
  /** Milliseconds since it ended (default: CLEANUP_AFTER, and for documents GENERATION_CLEANUP_AFTER). */
  olderThan?: number;
  /** Of those that have ended; any other status is refused. */
  statuses: readonly string[];
  /** Also completed ones whose result was never written anywhere. */
  unexported?: boolean;
  /** Count only. */
  dryRun?: boolean;
}

interface CleanedUp extends Cleaned {
  /** Milliseconds. */
  olderThan: number;
  documentsOlderThan: number;
  dryRun: boolean;
}

/** Deletes what ended long ago, in small transactions, and gives the space back. */
export async function cleanup(
  context: Context,
  { kind, statuses, unexported = false, dryRun = false, ...ages }: CleanupOptions,
): Promise<CleanedUp> {
  const ended = STATUSES.filter((one) => one !== "pending" && one !== "processing");
  const wrong = statuses.find((word) => !ended.some((one) => one === word));
  if (wrong !== undefined) throw new UserError(`--status is "${wrong}"`, `allowed: ${ended.join(", ")}`);
  const { MEMORY_KEEP: keep, CLEANUP_AFTER, GENERATION_CLEANUP_AFTER } = context.config;
  const { olderThan = CLEANUP_AFTER, olderThan: documentsOlderThan = GENERATION_CLEANUP_AFTER } = ages;
  const now = context.clock.now();
  const cleaned = await (await context.store()).cleanup({
    before: now - olderThan,
    documentsBefore: now - documentsOlderThan,
    ...(kind === undefined ? {} : { kinds: [kind] }),
    statuses: statuses as Status[],
    exportedOnly: !unexported,
    ...(keep === undefined ? {} : { memoryBefore: now - keep }),
    dryRun,
  });
  if (!dryRun) {
    removeUploads(context.home, cleaned.uploads);
    await note(context, cleaned);
  }
  return { ...cleaned, olderThan, documentsOlderThan, dryRun };
}

/** How many pieces of each kind went. */
const kindsOfCleaned = ({ projects, recordings, jobs }: Cleaned) => ({
  translation: projects,
  transcription: recordings,
  generation: jobs,
});

async function note(context: Context, cleaned: Cleaned): Promise<void> {
  const { projects, recordings, jobs, rows, memoryLines } = cleaned;
  if (projects + recordings + jobs + rows + memoryLines === 0) return;
  const works = countedByKind(kindsOfCleaned(cleaned));
  await context.audit("cleanup", `${works}, ${rows} rows of history, ${memoryLines} lines of the memory`);
}
