import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import type { KindName, Status } from "../core/model.js";
import { SECOND } from "../core/time.js";
import { NOUNS } from "../core/work-ids.js";
import { UserError } from "../errors.js";
import { dim, paintStatus } from "../print.js";
import type { CountedKind, Piece } from "../store/pieces.js";
import type { Project } from "../store/projects.js";
import { kindsOf, listed, listedPieces } from "../verbs/select.js";
import { type Act, subcommand } from "./command.js";
import { type FilterFlags, filterOf, kindOf, withFilterFlags } from "./filter.js";
import { pieceTable, projectTable } from "./list-tables.js";
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
      "List projects, recordings and documents: in progress first, then pending, failed and completed ones",
      "list --status failed --to fr",
      "list --folder '/srv/films/Season 1' --all",
      "list --kind generation",
      "list --follow",
      "list --json",
    ),
    "only those that were added within this time",
  )
    .option("--limit <n>", "maximum number to show of each kind", wholeNumber("--limit"), 20)
    .option("--all", "show all of them")
    .option("--follow", "show it anew every 2 seconds, until Ctrl-C")
    .action(act(run));

async function run(context: Terminal, flags: Flags): Promise<undefined> {
  const { print } = context;
  if (flags.follow) return follow(context, flags);
  const found = await read(context, flags);
  await notePauses(context);
  const text = print.json ? "" : await describe(found, context, kindOf(flags));
  print.result(found, () => text);
  return undefined;
}

interface Listed {
  projects: Project[];
  recordings: Piece[];
  jobs: Piece[];
  /** Translations by status. */
  counts: Record<Status, number>;
  /** The other kinds by status. */
  recordingCounts: Record<Status, number>;
  jobCounts: Record<Status, number>;
}

async function read(context: Terminal, { all, limit, ...flags }: Flags): Promise<Listed> {
  const store = await context.store();
  const { kind, ...filter } = filterOf(flags);
  const kinds = kindsOf({ ...(kind ? { kind } : {}), ...filter });
  const range = { from: "added" as const, ...(all ? {} : { limit }) };
  const pieces = async (one: CountedKind) =>
    kinds.includes(one) ? listedPieces(context, one, filter, range) : [];
  return {
    projects: kinds.includes("translation") ? await listed(context, filter, range) : [],
    recordings: await pieces("transcription"),
    jobs: await pieces("generation"),
    counts: await store.countProjects(),
    recordingCounts: await store.countPieces("transcription"),
    jobCounts: await store.countPieces("generation"),
  };
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
    const found = within(await read(context, { ...flags, all: false, limit }), room);
    picture = [...pauses, await describe(found, context, kindOf(flags))].join("\n");
    print.repaint(picture);
    await clock.sleep(LOOK_AGAIN, stop.asked);
  }
  // Once more, over the ^C that the terminal has shown.
  print.repaint(picture);
  return undefined;
}

/** The titles above the projects, and the sum below them. */
const LINES_AROUND = 2;

/** What of each kind has room in so many lines; each table after the first has an empty line above it. */
function within(found: Listed, room: number): Listed {
  const { projects, recordings, jobs } = found;
  const tables = [projects, recordings, jobs].filter(({ length }) => length > 0).length;
  if (tables < 2) return found;
  const each = Math.max(1, Math.floor((room - (tables - 1) * (LINES_AROUND + 1)) / tables));
  return {
    ...found,
    projects: projects.slice(0, each),
    recordings: recordings.slice(0, each),
    jobs: jobs.slice(0, each),
  };
}

/** Each kind that has something to show under its own titles; translations where nothing else is shown. */
async function describe(found: Listed, context: Terminal, wanted: KindName | undefined): Promise<string> {
  const { projects, recordings, jobs, counts, recordingCounts, jobCounts } = found;
  const others = [
    ...describePieces(context, "transcription", { pieces: recordings, counts: recordingCounts }, wanted),
    ...describePieces(context, "generation", { pieces: jobs, counts: jobCounts }, wanted),
  ];
  const isEmpty = projects.length === 0 && totalOf(counts) === 0;
  if ((wanted ?? "translation") !== "translation" || (isEmpty && others.length)) return others.join("\n\n");
  const first = projects.length
    ? `${await projectTable(context, projects)}\n${sumLine(counts, projects.length)}`
    : isEmpty
      ? `no projects yet; add one: ${commandLine("add", "FILE", "--to", "fr")}`
      : `none of ${sumOf(counts)}`;
  return [first, ...others].join("\n\n");
}

interface Shown {
  pieces: readonly Piece[];
  counts: Record<Status, number>;
}

/** Nothing where none of them fits and nobody asked for them. */
function describePieces(
  context: Terminal,
  kind: CountedKind,
  { pieces, counts }: Shown,
  wanted: KindName | undefined,
): string[] {
  if (pieces.length) return [`${pieceTable(context, kind, pieces)}\n${sumLine(counts, pieces.length)}`];
  if (wanted !== kind) return [];
  return [totalOf(counts) ? `none of ${sumOf(counts)}` : `there are no ${NOUNS[kind].many} yet`];
}

const totalOf = (counts: Record<Status, number>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const sumOf = (counts: Record<Status, number>) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${paintStatus(status)}`)
    .join(", ");

function sumLine(counts: Record<Status, number>, shown: number): string {
  const more = totalOf(counts) - shown;
  return dim(`${sumOf(counts)}${more > 0 ? `; ${more} not shown` : ""}`);
}
