import type { Command } from "commander";
import type { Terminal } from "../context.js";
import type { KindName } from "../core/model.js";
import { formatDuration } from "../core/time.js";
import { counted } from "../core/work-ids.js";
import { cleanup } from "../verbs/cleanup.js";
import { type Act, subcommand } from "./command.js";
import { type KindFlag, kindOf, withKindFlag } from "./filter.js";
import { duration } from "./options.js";

interface Flags extends KindFlag {
  olderThan?: number;
  status: string;
  unexported?: boolean;
  dryRun?: boolean;
}

export const cleanupCommand = (act: Act): Command =>
  withKindFlag(
    subcommand(
      "cleanup",
      "Delete old work, old history and, by MEMORY_KEEP, unused memory; a tick does so once a day",
      "cleanup --dry-run",
      "cleanup --older-than 7d --status completed,cancelled",
      "cleanup --kind generation --older-than 1d",
    ),
    "only work of this kind, and no history",
  )
    .option(
      "--older-than <duration>",
      "ended this long ago (default: CLEANUP_AFTER; for documents GENERATION_CLEANUP_AFTER)",
      duration("--older-than"),
    )
    .option("--status <statuses>", "completed, failed, cancelled", "completed")
    .option("--unexported", "also completed ones whose result was never written anywhere")
    .option("--dry-run", "count only")
    .action(
      act(async (context: Terminal, { status, kind: word, ...flags }: Flags) => {
        const kind = kindOf(word === undefined ? {} : { kind: word });
        const statuses = status.split(",").map((word) => word.trim());
        const cleaned = await cleanup(context, { ...flags, statuses, ...(kind ? { kind } : {}) });
        context.print.result(cleaned, () => describe(cleaned, { kind, keep: context.config.MEMORY_KEEP }));
      }),
    );

type Cleaned = Awaited<ReturnType<typeof cleanup>>;

/** Documents, which go sooner, are told apart; history and memory go only with all kinds. */
function describe(
  { olderThan, documentsOlderThan, rows, memoryLines, dryRun, ...cleaned }: Cleaned,
  { kind, keep }: { kind: KindName | undefined; keep: number | undefined },
): string {
  const { projects, recordings, jobs } = cleaned;
  const works = [
    ...(kind === undefined || kind === "translation" ? [counted(projects, "translation")] : []),
    ...(recordings || kind === "transcription" ? [counted(recordings, "transcription")] : []),
    ...(kind === undefined ? [`${rows} rows of history`] : []),
  ];
  const last = works.pop();
  const listed = [...(works.length ? [works.join(", ")] : []), ...(last ? [last] : [])].join(" and ");
  const parts = [
    ...(listed ? [`${listed} older than ${formatDuration(olderThan)}`] : []),
    ...(jobs || kind === "generation"
      ? [`${counted(jobs, "generation")} older than ${formatDuration(documentsOlderThan)}`]
      : []),
    ...(keep && kind === undefined
      ? [`${memoryLines} lines of the memory not used for ${formatDuration(keep)}`]
      : []),
  ];
  return `${dryRun ? "would delete" : "deleted"} ${parts.join(", and ")}`;
}
