import type { Context } from "../context.js";
import { STATUSES, type Status } from "../core/model.js";
import { UserError } from "../errors.js";
import type { Cleaned } from "../store/cleanup.js";

interface CleanupOptions {
  /** Milliseconds since a project ended (default: CLEANUP_AFTER). */
  olderThan?: number;
  /** Of those that have ended; any other status is refused. */
  statuses: readonly string[];
  /** Also completed ones whose translation was never written anywhere. */
  unexported?: boolean;
  /** Count only. */
  dryRun?: boolean;
}

/** Deletes what ended long ago, in small transactions, and gives the space back. */
export async function cleanup(
  context: Context,
  { olderThan = context.config.CLEANUP_AFTER, statuses, unexported = false, dryRun = false }: CleanupOptions,
): Promise<Cleaned & { olderThan: number; dryRun: boolean }> {
  const ended = STATUSES.filter((one) => one !== "pending" && one !== "processing");
  const wrong = statuses.find((word) => !ended.some((one) => one === word));
  if (wrong !== undefined) throw new UserError(`--status is "${wrong}"`, `allowed: ${ended.join(", ")}`);
  const keep = context.config.MEMORY_KEEP;
  const now = context.clock.now();
  const cleaned = await (await context.store()).cleanup({
    before: now - olderThan,
    statuses: statuses as Status[],
    exportedOnly: !unexported,
    ...(keep === undefined ? {} : { memoryBefore: now - keep }),
    dryRun,
  });
  const { projects, rows, memoryLines } = cleaned;
  if (!dryRun && projects + rows + memoryLines > 0)
    await context.audit(
      "cleanup",
      `${projects} projects, ${rows} rows of history, ${memoryLines} lines of the memory`,
    );
  return { ...cleaned, olderThan, dryRun };
}
