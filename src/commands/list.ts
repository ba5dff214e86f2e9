import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import type { Status } from "../core/model.js";
import { distinctEnds, shortIds } from "../core/short-names.js";
import { formatDuration, SECOND } from "../core/time.js";
import { UserError } from "../errors.js";
import { dim, paintStatus } from "../print.js";
import type { Project } from "../store/projects.js";
import { table } from "../table.js";
import { listed } from "../verbs/select.js";
import { type Act, subcommand } from "./command.js";
import { type FilterFlags, filterOf, withFilterFlags } from "./filter.js";
import { wholeNumber } from "./options.js";
import { notePauses, pausesToTell } from "./report.js";

interface Flags extends FilterFlags {
  all?: boolean;
  limit: number;
  follow?: boolean;
}

export const listCommand = (act: Act): Command =>
  withFilterFlags(
    subcommand(
      "list",
      "List projects: those in progress first, then what waits, what has failed, and what is completed",
      "list --status failed --to fr",
      "list --folder '/srv/films/Season 1' --all",
      "list --follow",
      "list --json",
    ),
    "only those that were added within this time",
  )
    .option("--limit <n>", "maximum number to show", wholeNumber("--limit"), 20)
    .option("--all", "show all of them")
    .option("--follow", "show it anew every 2 seconds, until Ctrl-C")
    .action(act(run));

async function run(context: Terminal, flags: Flags): Promise<undefined> {
  const { print } = context;
  if (flags.follow) return follow(context, flags);
  const found = await read(context, flags);
  await notePauses(context);
  const text = print.json ? "" : await describe(found, context);
  print.result(found, () => text);
  return undefined;
}

async function read(context: Terminal, { all, limit, ...flags }: Flags) {
  const store = await context.store();
  const range = { from: "added" as const, ...(all ? {} : { limit }) };
  return { projects: await listed(context, filterOf(flags), range), counts: await store.countProjects() };
}

/** How often --follow looks again. */
const LOOK_AGAIN = 2 * SECOND;

async function follow(context: Terminal, flags: Flags): Promise<undefined> {
  const { print, clock, stop } = context;
  if (!print.isTerminal || print.json)
    throw new UserError("--follow needs a terminal", `without one: ${commandLine("list", "--json")}`);
  let picture = "";
  while (!stop.asked.aborted) {
    const pauses = await pausesToTell(context);
    const room = Math.max(1, print.lines - pauses.length - LINES_AROUND);
    const limit = flags.all ? room : Math.min(room, flags.limit);
    const found = await read(context, { ...flags, all: false, limit });
    picture = [...pauses, await describe(found, context)].join("\n");
    print.repaint(picture);
    await clock.sleep(LOOK_AGAIN, stop.asked);
  }
  // Once more, over the ^C that the terminal has shown.
  print.repaint(picture);
  return undefined;
}

/** The titles above the projects, and the sum below them. */
const LINES_AROUND = 2;

interface Listed {
  projects: readonly Project[];
  counts: Record<Status, number>;
}

async function describe({ projects, counts }: Listed, context: Terminal): Promise<string> {
  const { print, clock } = context;
  const total = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${paintStatus(status)}`)
    .join(", ");
  if (projects.length === 0)
    return total
      ? `none of ${total}`
      : `no projects yet; add one: ${commandLine("add", "FILE", "--to", "fr")}`;
  const now = clock.now();
  const ids = await accepted(context, projects);
  const files = distinctEnds(projects.map(fileOf));
  const rows = projects.map((project, at) => [
    ids[at]!,
    project.status,
    `${project.segmentsDone}/${project.segmentsCount}`,
    project.targetLang,
    files[at]!,
    remark(project, now),
  ]);
  const columns = [
    { title: "ID" },
    { title: "STATUS", paint: (text: string) => paintStatus(text.trim(), text) },
    { title: "DONE", align: "right" as const },
    { title: "TO" },
    { title: "FILE", shrinks: true },
    { title: "NOTE", paint: dim },
  ];
  const more = Object.values(counts).reduce((sum, count) => sum + count, 0) - projects.length;
  return `${table(columns, rows, print.columns)}\n${dim(`${total}${more > 0 ? `; ${more} not shown` : ""}`)}`;
}

/** The beginnings of ids that tell them from each other and from all that are not shown. */
async function accepted(context: Terminal, projects: readonly Project[]): Promise<string[]> {
  const store = await context.store();
  const ids = shortIds(projects.map(({ id }) => id));
  return Promise.all(
    projects.map(async ({ id }, at) =>
      (await store.idsBeginning(`trans_${ids[at]}`)).length === 1 ? ids[at]! : id.slice(id.indexOf("_") + 1),
    ),
  );
}

/** A name that was given takes the place of the file's. */
const fileOf = ({ name, path }: Project) =>
  path === "" || path.endsWith(`/${name}`)
    ? path || name
    : `${path.slice(0, path.lastIndexOf("/") + 1)}${name}`;

/** What one would ask next of a project in this status. */
function remark({ status, quality, createdAt, startedAt, availableAt }: Project, now: number): string {
  if (status === "completed") return `${quality}%`;
  if (status === "processing") return `for ${formatDuration(Math.max(0, now - (startedAt ?? now)))}`;
  if (status === "pending" && availableAt > now) return `in ${formatDuration(availableAt - now)}`;
  return `${formatDuration(Math.max(0, now - createdAt))} old`;
}
