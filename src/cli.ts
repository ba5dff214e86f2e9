import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import type { Act } from "./commands/command.js";
import { COMMANDS } from "./commands/index.js";
import { compose, outside } from "./compose.js";
import type { Globals, Outside, Terminal } from "./context.js";
import { explain } from "./errors.js";
import { stopOnSignals } from "./system/stop.js";

const version = () =>
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version as string;

/** The command line as commander sees it, with the commands asked for. */
export async function buildProgram(
  names: readonly string[],
  act: Act,
  world: Pick<Outside, "out" | "err">,
): Promise<Command> {
  const program = new Command("transcron")
    .description("Translates transcripts and subtitles in the background, from crontab, on one SQLite file.")
    .version(version(), "-V, --version")
    .option(
      "--home <folder>",
      "the folder of the database, .env and logs (default: $TRANSCRON_HOME or ~/.transcron)",
    )
    .option("--json", "print one JSON document on standard output")
    .option("--quiet", "no progress and no remarks on standard error")
    .option("--verbose", "show where an error came from")
    .showHelpAfterError("(transcron --help shows the commands)")
    .exitOverride()
    .configureOutput({ writeOut: (text) => world.out.write(text), writeErr: (text) => world.err.write(text) })
    .addHelpText(
      "after",
      "\nExample:\n  $ transcron add talk.srt --to fr,es   and, in crontab, each minute:   transcron tick",
    );
  for (const name of names) {
    const build = await COMMANDS[name]!();
    program.addCommand(build(act).copyInheritedSettings(program));
  }
  return program;
}

/** The command an argument list names: its first word that is no option, nor an option's value. */
function commandOf(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word, index) => !word.startsWith("-") && argv[index - 1] !== "--home");
  return argv[at];
}

/** Runs one command line and returns its exit code. The only place that turns errors into words. */
export async function run(argv: readonly string[], world: Outside): Promise<number> {
  let code = 0;
  let context: Terminal | undefined;
  let program: Command | undefined;
  const act: Act =
    (action) =>
    async (...args) => {
      context = compose(program!.opts<Globals>(), world);
      code = (await action(context, ...args)) ?? 0;
    };
  try {
    const named = commandOf(argv);
    const wanted = named && Object.hasOwn(COMMANDS, named) ? [named] : Object.keys(COMMANDS);
    program = await buildProgram(wanted, act, world);
    if (argv.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (argv.includes("--json")) {
        const message = error.message.replace(/^error: /, "");
        world.out.write(`${JSON.stringify({ error: { message, hint: null } }, null, 2)}\n`);
      }
      return 2;
    }
    return report(
      error,
      context ?? compose(program?.opts<Globals>() ?? {}, world),
      program?.opts<Globals>() ?? {},
    );
  } finally {
    context?.close();
  }
}

function report(error: unknown, { print }: Terminal, { verbose }: Globals): number {
  const known = explain(error);
  if (!known) {
    print.error(`unexpected, please report it:\n${(error as Error)?.stack ?? String(error)}`);
    return 1;
  }
  print.error(verbose ? `${known.message}\n${(error as Error).stack}` : known.message, known.hint);
  if (print.json) print.result({ error: { message: known.message, hint: known.hint ?? null } }, () => "");
  return known.exitCode;
}

/** The process: real streams, real signals. */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (head, less) is no reason to stop work in the middle of a request.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return run(argv, { ...outside(), stop: stopOnSignals() });
}
