import type { Command } from "commander";
import type { Globals, Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import type { LocalEngine } from "../core/engines.js";
import { bold, dim, green } from "../print.js";
import { findEngines, settingsOf } from "../verbs/engines.js";
import { hasSettings, init, linesOf } from "../verbs/init.js";
import { agrees, canAsk } from "./ask.js";
import { type Act, subcommand } from "./command.js";

interface Flags {
  use?: string;
  model?: string;
}

async function run(context: Terminal, { use, model }: Flags, command: Command): Promise<undefined> {
  const engines = await findEngines(context);
  const wanted = use ?? (hasSettings(context) ? undefined : await agreed(context, engines));
  const settings =
    wanted === undefined ? {} : settingsOf(engines, { use: wanted, ...(model ? { model } : {}) });
  const made = init(context, settings);
  const { home } = command.optsWithGlobals<Globals>();
  const told = engines.map(({ name, title, place, choices, settings: of }) => ({
    ...{ name, title, place, choices, lines: linesOf(of(choices[0])) },
  }));
  context.print.result({ ...made, engines: told, used: wanted ?? null }, () =>
    [
      `${made.madeHome ? green("made") : "already there:"} ${made.home}`,
      made.wroteFile ? `${green("wrote")} ${made.file}` : `left as it is: ${made.file}`,
      ...(wanted === undefined ? told.map((engine) => proposal(engine, made.file)) : [linesOf(settings)])
        .filter((lines) => lines.length)
        .flatMap((lines) => ["", ...lines]),
      "",
      ...nextSteps({ file: made.file, named: home === undefined ? [] : ["--home", home], wanted }),
    ].join("\n"),
  );
}

/** The engine that a person at a terminal says yes to; nobody is asked elsewhere. */
async function agreed(context: Terminal, engines: readonly LocalEngine[]) {
  const [first] = engines;
  if (!first || !canAsk(context)) return undefined;
  return (await agrees(context, `Translate with ${first.title} (${first.choices[0]})?`))
    ? first.name
    : undefined;
}

interface Proposed extends Pick<LocalEngine, "name" | "title" | "place" | "choices"> {
  lines: readonly string[];
}

const SHOWN = 5;

function proposal({ name, title, place, choices, lines }: Proposed, file: string): string[] {
  const more = choices.length > SHOWN ? ` and ${choices.length - SHOWN} more` : "";
  const where = place.startsWith("http") ? `answers at ${place}` : `is on ${place}`;
  return [
    `${bold(title)} ${where} with ${choices.slice(0, SHOWN).join(", ")}${more}: to use it, put these lines into ${file}`,
    ...lines.map((line) => `  ${line}`),
    dim(`  or begin with an empty home and ${commandLine("init", "--use", name)}`),
  ];
}

interface Next {
  file: string;
  /** The words that named the home. */
  named: readonly string[];
  /** The engine that was set, if one was. */
  wanted: string | undefined;
}

const nextSteps = ({ file, named, wanted }: Next) => [
  bold("next:"),
  ...(wanted === undefined
    ? [`  put your OPENAI_API_KEY, or the lines of another engine, into ${file}`]
    : []),
  `  ${commandLine(...named, "doctor", "--online")} checks everything with one tiny request`,
  `  ${commandLine(...named, "add", "FILE", "--to", "fr")} adds a file`,
  `  ${commandLine(...named, "crontab", "--install")} lets cron translate what was added`,
];

export const initCommand = (act: Act): Command =>
  subcommand(
    "init",
    "Make a home with an .env that names every setting, and look for engines on this machine",
    "init",
    "init --use ollama --model llama3.2",
  )
    .option("--use <engine>", "set this engine of those found: apertium, ollama, lmstudio, llamacpp")
    .option("--model <name>", "its model, or Apertium's pair such as eng-spa (default: the first)")
    .action(act(run, "makes"));
