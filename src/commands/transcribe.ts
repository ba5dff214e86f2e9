import { basename } from "node:path";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { visibleLine } from "../core/visible.js";
import { dim, green, yellow } from "../print.js";
import { language, languages } from "../verbs/languages.js";
import { jobFrom } from "../verbs/transcribe/job.js";
import { type TranscribeFile, transcribe } from "../verbs/transcribe/transcribe.js";
import { workInBackground } from "../verbs/work-on.js";
import { workOnPieces } from "../verbs/work-on-pieces.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { wholeNumber } from "./options.js";
import { outcomeOf, toldOf } from "./report.js";
import { tellOfSkips } from "./skips.js";

export const transcribeCommand = (act: Act): Command =>
  subcommand(
    "transcribe",
    "Add recordings to be transcribed, and say what is made of their transcripts",
    "transcribe talk.mp3",
    "transcribe talk.mp4 --from en --to fr,es",
    "transcribe /srv/calls --template client --record dupont",
    "transcribe interview.m4a --speakers --wait",
  )
    .argument("<file...>", "recordings, or folders of recordings")
    .option("--from <language>", "the language that is spoken (default: the recogniser tells it)")
    .option("--to <languages>", "translate the transcript into these languages, such as fr,es")
    .option("--template <name>", "make a document or a record of the transcript by this template")
    .option("--set <name=value>", "a parameter of the template; repeat it for several", collect, [])
    .option("--record <id>", "the record that the template's fields are merged into (default: a new one)")
    .option("--text", "plain text without times is enough")
    .option("--speakers", "tell speakers apart, where the server can")
    .option("--deliver", "write results on their own, into EXPORT_DIR or beside the recording")
    .option("--no-deliver", "leave that to export")
    .option("--lane <lane>", "the lane its translations wait in (default: the first of LANES)")
    .option("--priority <n>", "higher goes first within its lane", wholeNumber("--priority", -1000))
    .option("--memory", "let translations use and fill the translation memory")
    .option("--again", "also what was transcribed before")
    .option("--now", "start a worker for these recordings in the background and return at once")
    .option("--wait", "stay until they and what is made of them are done")
    .action(act(run, "makes"));

const collect = (value: string, before: string[]) => [...before, value];

interface Flags {
  from?: string;
  to?: string;
  template?: string;
  set: string[];
  record?: string;
  text?: boolean;
  speakers?: boolean;
  deliver?: boolean;
  lane?: string;
  priority?: number;
  memory?: boolean;
  again?: boolean;
  now?: boolean;
  wait?: boolean;
}

async function run(context: Terminal, paths: string[], flags: Flags): Promise<Outcome> {
  const { from, to, template, set, record, deliver, lane, priority = 0 } = flags;
  const job = await jobFrom(context, { template, set, record });
  const files = await transcribe(context, paths, {
    from: from ? language("--from", from) : null,
    to: to ? languages("--to", to) : [],
    timed: !flags.text,
    diarize: flags.speakers ?? false,
    ...(job ? { job } : {}),
    ...(deliver === undefined ? {} : { deliver }),
    ...(lane === undefined ? {} : { lane }),
    again: flags.again ?? false,
    memory: flags.memory ?? false,
    priority,
  });
  tell(context, files);
  const ids = files.flatMap(({ added }) => (added && added.status !== "completed" ? idsOf(added) : []));
  const outcome = outcomeOfAdding(files);
  if (flags.wait && ids.length) return workOff(context, { files, ids, outcome });
  if (flags.now && ids.length) workInBackground(context, ids);
  context.print.result({ files }, () => describe(files, context.print.quiet));
  if (files.length === 0 && context.print.isTerminal)
    context.print.note(yellow(`no recordings in ${paths.map(visibleLine).join(", ")}`));
  return outcome;
}

type Added = NonNullable<TranscribeFile["added"]>;

/** A recording, and what waits for it. */
const idsOf = ({ id, projects, job }: Added) => [
  id,
  ...projects.map((project) => project.id),
  ...(job ? [job] : []),
];

function outcomeOfAdding(files: readonly TranscribeFile[]): Outcome {
  const broken = files.filter(({ error }) => error).length;
  const tried = files.filter(({ skipped }) => !skipped).length;
  if (files.some(({ later }) => later)) return "later";
  return broken === 0 ? "done" : broken < tried ? "partly" : "mistake";
}

function tell({ print }: Terminal, files: readonly TranscribeFile[]): void {
  tellOfSkips(
    print,
    files.flatMap(({ file: path, skipped: reason, why = "" }) => (reason ? [{ path, reason, why }] : [])),
  );
  for (const { file, error, hint } of files) if (error) print.error(`${visibleLine(file)}: ${error}`, hint);
}

interface Working {
  files: readonly TranscribeFile[];
  ids: readonly string[];
  outcome: Outcome;
}

/** Says what was added before it is worked on: should that fail, it is in the queue all the same. */
async function workOff(context: Terminal, { files, ids, outcome }: Working): Promise<Outcome> {
  const { print } = context;
  if (!print.json) print.result({ files }, () => describe(files, print.quiet));
  const { remarks: _, ...worked } = await workOnPieces(context, { ids });
  if (worked.pause) print.error(worked.pause.message, worked.pause.hint);
  if (print.json) print.result({ files, ...toldOf(worked) }, () => "");
  const ended = outcomeOf(context, worked);
  return ended === "done" ? outcome : ended;
}

/** With --quiet only what is new, so that a folder in crontab fills no log. */
function describe(files: readonly TranscribeFile[], quiet: boolean): string {
  return files
    .flatMap(({ file, added }) => (added && (added.created || !quiet) ? [{ file, added }] : []))
    .flatMap(({ file, added: { id, created, status, projects, job } }) => {
      const name = visibleLine(basename(file));
      const made = [
        ...projects.map((project) => `  ${project.id}  → ${project.targetLang}  waits for its transcript`),
        ...(job ? [`  ${job}  waits for its transcript`] : []),
      ];
      return created
        ? [`${green("added")} ${id}  ${name}`, ...made.map(dim)]
        : [dim(`known ${id}  ${name}  ${status}`)];
    })
    .join("\n");
}
