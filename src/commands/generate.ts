import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { visibleLine } from "../core/visible.js";
import { UserError } from "../errors.js";
import { dim, green } from "../print.js";
import { type GenerateRow, generate } from "../verbs/generate/generate.js";
import { loadTemplate } from "../verbs/generate/job.js";
import { workInBackground } from "../verbs/work-on.js";
import { workOnPieces } from "../verbs/work-on-pieces.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { wholeNumber } from "./options.js";
import { outcomeOf, toldOf } from "./report.js";

export const generateCommand = (act: Act): Command =>
  subcommand(
    "generate",
    "Add documents to be made from a template; the same parameters are the same document",
    "generate crochet --set type=hat --set level=beginner --set size=M",
    "generate crochet --rows items.csv",
    "generate lesson --params lesson.json --wait",
    "generate --template ./my-template --set topic=rain",
  )
    .argument("[template]", "a template's name; `template list` shows them")
    .option("--template <folder>", "a template's folder instead of a name")
    .option("--set <name=value>", "a parameter; repeat it for several", collect, [])
    .option("--params <file>", "a JSON file with the parameters of one document")
    .option("--rows <file>", "a .csv, .tsv or .jsonl file with a document per row")
    .option("-o, --output <folder>", "write finished documents into this folder (default: EXPORT_DIR)")
    .option("--no-deliver", "leave writing them to export")
    .option("--priority <n>", "higher goes first", wholeNumber("--priority", -1000))
    .option("--again", "also what was made before")
    .option("--now", "start a worker for these documents in the background and return at once")
    .option("--wait", "stay until these documents are done")
    .action(act(run, "makes"));

const collect = (value: string, before: string[]) => [...before, value];

interface Flags {
  template?: string;
  set: string[];
  params?: string;
  rows?: string;
  output?: string;
  deliver?: boolean;
  priority?: number;
  again?: boolean;
  now?: boolean;
  wait?: boolean;
}

async function run(context: Terminal, name: string | undefined, flags: Flags): Promise<Outcome> {
  const { template: folder, set, params, rows, output, deliver, priority = 0, again = false } = flags;
  if ((name === undefined) === (folder === undefined))
    throw new UserError(
      name === undefined ? "which template?" : "a template's name and its folder can't be given together",
      `${commandLine("template", "list")} shows those there are`,
    );
  const template = await loadTemplate(context, { name, folder });
  const done = await generate(context, template, {
    set,
    ...(params === undefined ? {} : { params }),
    ...(rows === undefined ? {} : { rows }),
    ...(output === undefined ? {} : { output }),
    ...(deliver === false ? { deliver } : {}),
    again,
    priority,
  });
  for (const one of done)
    if ("problems" in one) for (const problem of one.problems) context.print.error(problem);
  const ids = [
    ...new Set(done.flatMap((one) => ("job" in one && one.job.status !== "completed" ? [one.job.id] : []))),
  ];
  const outcome = outcomeOfAdding(done);
  if (flags.wait && ids.length) return workOff(context, { done, ids, outcome });
  if (flags.now && ids.length) workInBackground(context, ids);
  context.print.result({ documents: done }, () => describe(done, context.print.quiet));
  return outcome;
}

function outcomeOfAdding(done: readonly GenerateRow[]): Outcome {
  const wrong = done.filter((one) => "problems" in one).length;
  return wrong === 0 ? "done" : wrong < done.length ? "partly" : "mistake";
}

interface Working {
  done: readonly GenerateRow[];
  ids: readonly string[];
  outcome: Outcome;
}

async function workOff(context: Terminal, { done, ids, outcome }: Working): Promise<Outcome> {
  const { print } = context;
  if (!print.json) print.result({ documents: done }, () => describe(done, print.quiet));
  const { remarks: _, ...worked } = await workOnPieces(context, { ids });
  if (worked.pause) print.error(worked.pause.message, worked.pause.hint);
  if (print.json) print.result({ documents: done, ...toldOf(worked) }, () => "");
  const ended = outcomeOf(context, worked);
  return ended === "done" ? outcome : ended;
}

/** Of many rows the first and the last are told; --json has them all. */
const MOST_TOLD = 20;

function describe(done: readonly GenerateRow[], quiet: boolean): string {
  const told = done.flatMap((one) => ("job" in one && (one.job.created || !quiet) ? [one] : []));
  const line = ({ job: { id, created, status }, name }: (typeof told)[number]) =>
    created
      ? `${green("added")} ${id}  ${visibleLine(name)}`
      : dim(`known ${id}  ${visibleLine(name)}  ${status}`);
  if (told.length <= MOST_TOLD) return told.map(line).join("\n");
  const half = MOST_TOLD / 2;
  const left = dim(`… ${told.length - MOST_TOLD} more`);
  return [...told.slice(0, half).map(line), left, ...told.slice(-half).map(line)].join("\n");
}
