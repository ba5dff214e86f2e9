import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { meaningOf } from "../core/marks.js";
import { titleOf } from "../core/title.js";
import { visibleLine } from "../core/visible.js";
import { UserError } from "../errors.js";
import { bold, dim, paintStatus } from "../print.js";
import type { DoubtfulLine, StoredLine } from "../store/lines.js";
import type { Project } from "../store/projects.js";
import { review, reviewAll } from "../verbs/review.js";
import { type Act, subcommand } from "./command.js";
import { chosenProject, PROJECT, TO, type ToFlag } from "./filter.js";
import { wholeNumber } from "./options.js";
import { answered } from "./report.js";
import { legend, type Pair, sideBySide } from "./side-by-side.js";

interface Flags extends ToFlag {
  all?: boolean;
  marked?: boolean;
  doubtful?: boolean;
  edited?: boolean;
  limit?: number;
}

export const reviewCommand = (act: Act): Command =>
  subcommand(
    "review",
    "Show lines beside their translations, with what is held against them",
    "review k3x9q2ab",
    "review k3x9q2ab --doubtful",
    "review --all --limit 20",
  )
    .argument("[project]", PROJECT)
    .option("--to <language>", TO)
    .option("--all", "the most doubtful lines of all projects, the worst first")
    .option("--marked", "only lines with marks, those about layout too")
    .option("--doubtful", "only lines that may be wrong: with marks that are not about layout")
    .option("--edited", "only lines that a person decided on")
    .option(
      "--limit <n>",
      "at most so many (default: all of a project, 50 of all projects)",
      wholeNumber("--limit"),
    )
    .action(
      act((context: Terminal, text: string | undefined, { all, ...flags }: Flags) => {
        if (text === undefined) return reviewEverything(context, all, flags);
        if (all) throw new UserError("--all and a project were given", "leave one of them out");
        return reviewProject(context, text, flags);
      }),
    );

async function reviewProject(
  context: Terminal,
  text: string,
  { limit, to, ...filter }: Flags,
): Promise<undefined> {
  const prefix = await chosenProject(context, text, { to });
  const { project, lines: found } = await review(context, { prefix, ...filter });
  const lines = found.slice(0, limit);
  const { id, name, sourceLang, targetLang, status, quality } = project;
  const data = { id, name, sourceLang, targetLang, status, quality, ...toldOf(lines) };
  context.print.result(data, () => describe(project, lines, context.print.columns));
  if (lines.length < found.length) context.print.note(dim(`${found.length - lines.length} more not shown`));
  for (const way of waysOn(project, lines)) context.print.note(dim(way));
}

const DEFAULT_LIMIT = 50;

async function reviewEverything(
  context: Terminal,
  all: boolean | undefined,
  { limit = DEFAULT_LIMIT, marked = false, edited, to }: Flags,
): Promise<undefined> {
  if (!all) throw new UserError("no project is named", "name one by its id, or `--all` projects");
  if (to !== undefined) throw new UserError("--to is for one project", "leave it out");
  if (edited) throw new UserError("--edited is for one project", "name one by its id");
  const lines = await reviewAll(context, { limit, marked });
  const { columns } = context.print;
  context.print.result(toldOf(lines), () =>
    lines.length ? withLegend(describeAll(lines, columns), lines) : dim("no line is doubtful"),
  );
}

/** On a terminal a line's project stands in one column, since each column takes from the texts. */
function describeAll(lines: readonly DoubtfulLine[], columns: number): string {
  const where = ({ projectId, index, targetLang, name }: DoubtfulLine) =>
    Number.isFinite(columns)
      ? [`${beginningOf(projectId)} line ${index + 1}\n${targetLang}  ${visibleLine(name)}`]
      : [projectId, String(index + 1), targetLang, name];
  const titles = Number.isFinite(columns) ? ["WHERE"] : ["ID", "LINE", "TO", "NAME"];
  return sideBySide(
    titles,
    lines.map((line) => pairOf(line, where(line))),
    columns,
  );
}

/** So much of an id as tells it from others, and is enough for every command. */
const beginningOf = (id: string) => id.split("_")[1] ?? id;

/** Lines as JSON shows them, counted from 1 as people do, and what their marks say. */
function toldOf(lines: readonly StoredLine[]) {
  const marks = new Set(lines.flatMap((line) => line.marks));
  return {
    lines: lines.map(({ index, ...line }) => ({ line: index + 1, ...line })),
    meanings: Object.fromEntries([...marks].map((mark) => [mark, meaningOf(mark)])),
  };
}

function describe(project: Project, lines: readonly StoredLine[], columns: number): string {
  const { id, status, quality } = project;
  const figures = `${paintStatus(status)}${quality === null ? "" : `  ${quality}%`}`;
  const title = `${bold(`${id}  ${titleOf(project)}`)}  ${figures}`;
  if (lines.length === 0) return `${title}\n${dim("no such lines")}`;
  const pairs = lines.map((line) => pairOf(line, [String(line.index + 1)]));
  return `${title}\n\n${withLegend(sideBySide(["LINE"], pairs, columns), lines)}`;
}

function pairOf(
  { start, end, text, translation, state, origin, marks, rejected }: StoredLine,
  about: string[],
): Pair {
  const notes = [...(state === "done" ? [] : [state]), ...(origin === "hand" ? ["hand"] : []), ...marks];
  const shown = translation ?? (rejected === null ? "" : answered(rejected.text));
  return { about, start, end, source: text, translation: shown, notes };
}

function withLegend(text: string, lines: readonly StoredLine[]): string {
  const marks = legend(lines.flatMap((line) => line.marks));
  return marks ? `${text}\n\n${marks}` : text;
}

/** What can be done about lines that failed. */
function waysOn({ id, status }: Project, lines: readonly StoredLine[]): string[] {
  if (status !== "failed" && status !== "pending") return [];
  const acceptable = lines.find(({ rejected }) => rejected !== null);
  return [
    ...(acceptable
      ? [`${commandLine("accept", id, String(acceptable.index + 1))} stores what was answered to that line`]
      : []),
    ...(status === "failed"
      ? [`${commandLine("retry-failed", id)} asks again for the lines that failed`]
      : []),
  ];
}
