import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import type { SourceKnown } from "../core/model.js";
import { visibleLine } from "../core/visible.js";
import { explain, UserError } from "../errors.js";
import type { ReadOptions } from "../formats/index.js";
import { dim, green, yellow } from "../print.js";
import { type AddedFile, add, createdIds } from "../verbs/add.js";
import { estimate } from "../verbs/estimate.js";
import { language, languages } from "../verbs/languages.js";
import type { LookOptions } from "../verbs/look.js";
import type { Source } from "../verbs/source.js";
import { workInBackground, workOn } from "../verbs/work-on.js";
import type { WorkedOn } from "../verbs/worked-on.js";
import { agrees, canAsk } from "./ask.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { describeCost } from "./estimate-table.js";
import { COLUMN, wholeNumber } from "./options.js";
import { outcomeOf, toldOf } from "./report.js";
import { tellOfSkips } from "./skips.js";

export const addCommand = (act: Act): Command =>
  subcommand(
    "add",
    "Add files or folders to be translated; the same unchanged file is never added twice",
    "add talk.srt --to fr,es --from en",
    "add /srv/subtitles --to de --lane normal",
    "add - --format srt --to fr < talk.srt",
    "add /srv/films --to fr --prefer en,de",
    "add items.csv --column text --to fr",
  )
    .argument("<file...>", "files, folders, or - for standard input")
    .requiredOption("--to <languages>", "target languages, for example fr,pt-BR")
    .option("--from <language>", "source language (default: by the file's name, else by its text)")
    .option("--name <name>", "the project's name instead of the file's")
    .option("--lane <lane>", "the lane it waits in (default: the first of LANES)")
    .option("--priority <n>", "higher goes first within its lane", wholeNumber("--priority", -1000))
    .option("--format <format>", "read it as this, whatever its name says")
    .option("--encoding <encoding>", "its encoding (default: detected)")
    .option("--column <column>", COLUMN)
    .option("--deliver", "write the finished translation on its own, into EXPORT_DIR or beside the source")
    .option("--no-deliver", "leave that to export")
    .option(
      "--again",
      "a new project even if that was done before; lines in the memory are not paid for again",
    )
    .option("--fresh", "a new project that takes nothing from the memory: every line is asked for again")
    .option(
      "--prefer <languages>",
      "translate the source in the first of these languages where a film has several, such as en,de",
    )
    .option("--now", "start a worker for these projects in the background and return at once")
    .option("--wait", "stay until these projects are done")
    .option("--yes", "do not ask before more than ASK_ABOVE is spent")
    .action(act(run, "makes"));

interface Flags extends ReadOptions {
  to: string;
  from?: string;
  name?: string;
  lane?: string;
  priority?: number;
  again?: boolean;
  fresh?: boolean;
  deliver?: boolean;
  prefer?: string;
  now?: boolean;
  wait?: boolean;
  yes?: boolean;
}

async function run(
  context: Terminal,
  paths: string[],
  { to, from, prefer, now, wait, yes = false, ...flags }: Flags,
): Promise<Outcome> {
  const options = {
    ...flags,
    to: languages("--to", to),
    from: from ? language("--from", from) : null,
    ...(prefer ? { prefer: languages("--prefer", prefer) } : {}),
  };
  const sources = await sourcesOf(context, paths, flags.format);
  if (!yes && !(await isAgreed(context, sources, options))) return "done";
  const files = await add(context, sources, options);
  if (options.from && options.to.includes(options.from))
    context.print.note(yellow(`${options.from} is the source language, and left out of --to`));
  tellOf(context, files, options);
  const created = createdIds(files);
  const outcome = outcomeOfAdding(files);
  if (wait && created.length) return workOff(context, { files, created, outcome });
  if (now && created.length) workInBackground(context, created);
  context.print.result({ files }, () => describe(files, context.print.quiet));
  // Of an empty inbox in crontab there is nothing to mail.
  if (files.length === 0 && context.print.isTerminal)
    context.print.note(yellow(`no files that transcron can read in ${paths.map(visibleLine).join(", ")}`));
  return outcome;
}

/** Whether what it may cost is less than ASK_ABOVE, or a person at the terminal agrees to it. */
async function isAgreed(
  context: Terminal,
  sources: readonly Source[],
  options: LookOptions,
): Promise<boolean> {
  const { ASK_ABOVE } = context.config;
  if (ASK_ABOVE === undefined || !canAsk(context)) return true;
  const { cost, parts } = await estimate(context, sources, options);
  if (parts.length === 0 || (cost !== null && cost.most <= ASK_ABOVE)) return true;
  return agrees(context, `This may cost: ${describeCost(cost)}. Add it?`);
}

function outcomeOfAdding(files: readonly AddedFile[]): Outcome {
  const broken = files.filter(({ error }) => error).length;
  const tried = files.filter(({ skipped, error }) => !skipped || error).length;
  if (files.some(({ later }) => later)) return "later";
  return broken === 0 ? "done" : broken < tried ? "partly" : "mistake";
}

async function sourcesOf(
  { stdin }: Terminal,
  paths: readonly string[],
  format: string | undefined,
): Promise<Source[]> {
  if (paths.includes("-") && !format)
    throw new UserError(
      "standard input has no name to tell its format by",
      "name it, for example `--format srt`",
    );
  const sources: Source[] = [];
  for (const path of paths) sources.push(path === "-" ? { bytes: await buffer(stdin) } : { path });
  return sources;
}

const MOST_REMARKS = 5;

/** Says beside the result what is odd in the files, and which could not be read. */
function tellOf({ print }: Terminal, files: readonly AddedFile[], reading: ReadOptions): void {
  for (const { file, oddities = [] } of files) {
    const name = visibleLine(file);
    for (const { line, what } of oddities.slice(0, MOST_REMARKS))
      print.note(yellow(`${name}:${line}: ${what}`));
    const more = oddities.length - MOST_REMARKS;
    if (more > 0) print.note(yellow(`${name}: ${more} more such remarks${wayToSeeThem(file, reading)}`));
  }
  // Files that were named themselves are told as errors.
  tellOfSkips(
    print,
    files.flatMap(({ file: path, skipped: reason, why = "", error }) =>
      reason && error === undefined ? [{ path, reason, why }] : [],
    ),
  );
  for (const { file, error, hint } of files) if (error) print.error(`${visibleLine(file)}: ${error}`, hint);
}

/** Standard input can't be read again. */
function wayToSeeThem(file: string, { format, encoding, column }: ReadOptions): string {
  if (file === "-") return "";
  const reading = [
    ...(format ? ["--from", format] : []),
    ...(encoding ? ["--encoding", encoding] : []),
    ...(column === undefined ? [] : ["--column", column]),
  ];
  return `; ${commandLine("convert", file, "-o", "-", ...reading)} shows them`;
}

interface Fresh {
  files: readonly AddedFile[];
  /** The projects that are to be worked off. */
  created: readonly string[];
  /** How adding them ended. */
  outcome: Outcome;
}

/** Says what was added before it is worked on: should that fail, it is in the queue all the same. */
async function workOff(context: Terminal, { files, created, outcome }: Fresh): Promise<Outcome> {
  const { print } = context;
  if (!print.json) print.result({ files }, () => describe(files, print.quiet));
  let worked: Omit<WorkedOn, "remarks"> = { pieces: [] };
  let otherwise = outcome;
  try {
    const { remarks, ...done } = await workOn(context, { mode: "auto", ids: created });
    for (const remark of remarks) print.note(remark);
    worked = done;
  } catch (error) {
    const known = explain(error);
    if (!known) throw error;
    print.error(known.message, known.hint);
    otherwise = "later";
  }
  if (worked.pause) print.error(worked.pause.message, worked.pause.hint);
  if (print.json) print.result({ files, ...toldOf(worked) }, () => "");
  const ended = outcomeOf(context, worked);
  if (ended === "done") return otherwise;
  // They wait in the queue, so that even a mistake in the settings only delays them.
  return ended === "mistake" ? "later" : ended;
}

const nameOf = (file: string) => visibleLine(basename(file));

/** With --quiet only what is new, so that a folder in crontab fills no log. */
function describe(files: readonly AddedFile[], quiet: boolean): string {
  return files
    .flatMap(({ file, projects, segments, sourceLang, sourceKnown }) =>
      projects
        .filter(({ created }) => created || !quiet)
        .map(({ id, targetLang, created, status, supersedes }) =>
          created
            ? `${green("added")} ${id}  ${nameOf(file)} → ${targetLang}  ${segments} segments${inLanguage(sourceLang, sourceKnown)}${inPlaceOf(supersedes)}`
            : dim(`known ${id}  ${nameOf(file)} → ${targetLang}  ${status}`),
        ),
    )
    .join("\n");
}

/** Only where nobody said it, so that a wrong guess is seen. */
const inLanguage = (tag: string | undefined, known: SourceKnown | undefined) =>
  tag === undefined || known === "given" ? "" : `, from ${tag}${known === "text" ? " (detected)" : ""}`;

const inPlaceOf = (older: readonly string[] = []) =>
  older.length ? `, in place of ${older.join(", ")}` : "";
