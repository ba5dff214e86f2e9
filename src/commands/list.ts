import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { STATUSES, type Status } from "../core/model.js";
import { formatDuration } from "../core/time.js";
import { UserError } from "../errors.js";
import { dim, paintStatus } from "../print.js";
import type { Project, ProjectFilter } from "../store/projects.js";
import type { Store } from "../store/store.js";
import { table } from "../table.js";
import { language } from "../verbs/languages.js";
import { type Act, subcommand } from "./command.js";
import { wholeNumber } from "./options.js";
import { notePauses } from "./report.js";

interface Flags {
  status?: string;
  to?: string;
  lane?: string;
  limit: number;
}

/** Throws UserError for a status or language there is none of. */
function filterOf({ status, to, lane, limit }: Flags): ProjectFilter {
  if (status !== undefined && !STATUSES.includes(status as Status)) {
    throw new UserError(`--status is "${status}"`, `allowed: ${STATUSES.join(", ")}`);
  }
  return {
    ...(status ? { status: status as Status } : {}),
    ...(to ? { to: language("--to", to) } : {}),
    ...(lane ? { lane } : {}),
    limit,
  };
}

export const listCommand = (act: Act): Command =>
  subcommand("list", "List projects, the newest first", "list", "list --status failed --to fr", "list --json")
    .option("--status <status>", STATUSES.join(", "))
    .option("--to <language>", "only into this language")
    .option("--lane <lane>", "only in this lane")
    .option("--limit <n>", "at most so many", wholeNumber("--limit"), 20)
    .action(
      act(async (context: Terminal, flags: Flags) => {
        const found = await (await context.store()).listProjects(filterOf(flags));
        await notePauses(context);
        context.print.result(found, () => describe(found, context));
      }),
    );

function describe(
  { projects, counts }: Awaited<ReturnType<Store["listProjects"]>>,
  { print, clock }: Terminal,
): string {
  const total = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${paintStatus(status)}`)
    .join(", ");
  if (projects.length === 0)
    return total
      ? `none of ${total}`
      : `no projects yet; add one: ${commandLine("add", "FILE", "--to", "fr")}`;
  const now = clock.now();
  const rows = projects.map((project) => [
    project.id,
    project.status,
    `${project.segmentsDone}/${project.segmentsCount}`,
    project.targetLang,
    project.name,
    remark(project, now),
  ]);
  const columns = [
    { title: "ID" },
    { title: "STATUS", paint: (text: string) => paintStatus(text.trim(), text) },
    { title: "DONE", align: "right" as const },
    { title: "TO" },
    { title: "NAME", shrinks: true },
    { title: "", paint: dim },
  ];
  const more = Object.values(counts).reduce((sum, count) => sum + count, 0) - projects.length;
  return `${table(columns, rows, print.columns)}\n${dim(`${total}${more > 0 ? `; ${more} not shown` : ""}`)}`;
}

/** What one would ask next of a project in this status. */
function remark({ status, quality, createdAt, startedAt, availableAt }: Project, now: number): string {
  if (status === "completed") return `${quality}%`;
  if (status === "processing") return `for ${formatDuration(Math.max(0, now - (startedAt ?? now)))}`;
  if (status === "pending" && availableAt > now) return `in ${formatDuration(availableAt - now)}`;
  return `${formatDuration(Math.max(0, now - createdAt))} old`;
}
