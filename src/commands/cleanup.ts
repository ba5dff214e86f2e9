import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { formatDuration } from "../core/time.js";
import { cleanup } from "../verbs/cleanup.js";
import { type Act, subcommand } from "./command.js";
import { duration } from "./options.js";

interface Flags {
  olderThan?: number;
  status: string;
  unexported?: boolean;
  dryRun?: boolean;
}

export const cleanupCommand = (act: Act): Command =>
  subcommand(
    "cleanup",
    "Delete old projects, old history and, by MEMORY_KEEP, unused memory; a tick does so once a day",
    "cleanup --dry-run",
    "cleanup --older-than 7d --status completed,cancelled",
  )
    .option("--older-than <duration>", "ended so long ago (default: CLEANUP_AFTER)", duration("--older-than"))
    .option("--status <statuses>", "completed, failed, cancelled", "completed")
    .option("--unexported", "also completed ones whose translation was never written anywhere")
    .option("--dry-run", "count only")
    .action(
      act(async (context: Terminal, { status, ...flags }: Flags) => {
        const statuses = status.split(",").map((word) => word.trim());
        const cleaned = await cleanup(context, { ...flags, statuses });
        const { projects, rows, memoryLines, olderThan, dryRun } = cleaned;
        const { MEMORY_KEEP: keep } = context.config;
        context.print.result(cleaned, () => {
          const what = `${projects} projects and ${rows} rows of history older than ${formatDuration(olderThan)}`;
          const unused = keep && `${memoryLines} lines of the memory not used for ${formatDuration(keep)}`;
          return `${dryRun ? "would delete" : "deleted"} ${what}${unused ? `, and ${unused}` : ""}`;
        });
      }),
    );
