import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { Command, CommanderError } from "commander";
import type { Act, Outcome } from "./commands/command.js";
import { COMMANDS } from "./commands/index.js";
import { compose, outside } from "./compose.js";
import type { Globals, HomeUse, Outside, Terminal } from "./context.js";
import { commandLine } from "./core/command-line.js";
import { visible } from "./core/visible.js";
import { explain } from "./errors.js";
import { refuseMissingHome } from "./system/home.js";
import { type Signal, stopOnSignals } from "./system/stop.js";
import { wayOut } from "./verbs/ways-out.js";

/** Only here are outcomes numbers; 75 is EX_TEMPFAIL of sysexits.h. */
const EXIT_CODES: Record<Exclude<Outcome, "stopped">, number> = { done: 0, partly: 1, mistake: 2, later: 75 };

/** As shells count a process that a signal ended: 130 for SIGINT, 143 for SIGTERM. */
const codeOfSignal = (signal: Signal) => 128 + constants.signals[signal];

function exitCodeOf(outcome: Outcome, { stop }: Pick<Outside, "stop">): number {
  if (outcome !== "stopped") return EXIT_CODES[outcome];
  const signal = stop.signal();
  return signal ? codeOfSignal(signal) : EXIT_CODES.done;
}

const version = () =>
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version as string;

/** The command line as commander sees it, with the commands asked for. */
async function buildProgram(
  names: readonly string[],
  act: Act,
  world: Pick<Outside, "out" | "err">,
): Promise<Command> {
  const program = new Command("transcron")
    .description(
      "Transcribes recordings, translates transcripts and subtitles, and makes documents from templates, from crontab, on one SQLite file.",
    )
    .version(version(), "-V, --version")
    .option(
      "--home <folder>",
      "the folder of the database, .env and logs (default: $TRANSCRON_HOME or ~/.transcron)",
    )
    .option("--json", "print one JSON document on standard output")
    .option("--quiet", "no progress and no remarks on standard error")
    .option("--verbose", "say more: each file that is skipped, and where an error came from")
    .showHelpAfterError(`(${commandLine("--help")} shows the commands)`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.out.write(text),
      writeErr: (text) => world.err.write(visible(text)),
    })
    .addHelpText(
      "after",
      "\nExample:\n  $ transcron add talk.srt --to fr,es   and, in crontab, each minute:   transcron tick",
    );
  for (const name of names) {
    const build = await COMMANDS[name]!();
    program.addCommand(build(act, COMMANDS).copyInheritedSettings(program));
  }
  return program;
}

/** The command an argument list names: its first word that is no option, nor an option's value. */
function commandOf(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word, index) => !word.startsWith("-") && argv[index - 1] !== "--home");
  return argv[at];
}

const NEEDS_HOME: Record<HomeUse, boolean> = { looks: true, stores: true, makes: false, none: false };

const askedBy = ({ home, quiet = false }: Globals) => ({
  named: home === undefined ? [] : ["--home", home],
  unattended: quiet,
});

/** Runs one command line and returns its exit code. The only place that turns errors into words. */
export async function run(argv: readonly string[], world: Outside): Promise<number> {
  let outcome: Outcome | undefined;
  let context: Terminal | undefined;
  let program: Command | undefined;
  const act: Act =
    (action, use = "looks") =>
    async (...args) => {
      const globals = program!.opts<Globals>();
      context = compose(globals, world, use);
      if (NEEDS_HOME[use]) refuseMissingHome(context.home, askedBy(globals));
      outcome = await action(context, ...args);
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
    return exitCodeOf(outcome ?? "done", world);
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (argv.includes("--json")) {
        const message = error.message.replace(/^error: /, "");
        world.out.write(`${JSON.stringify({ error: { message, hint: null } }, null, 2)}\n`);
      }
      return EXIT_CODES.mistake;
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

function report(error: unknown, { home, print }: Terminal, { verbose }: Globals): number {
  const known = explain(error);
  if (!known) {
    print.error(`unexpected, please report it:\n${(error as Error)?.stack ?? String(error)}`);
    return EXIT_CODES.partly;
  }
  const hint = known.hint ?? wayOut(error, home);
  print.error(verbose ? `${known.message}\n${(error as Error).stack}` : known.message, hint);
  if (print.json) print.result({ error: { message: known.message, hint: hint ?? null } }, () => "");
  return EXIT_CODES[known.kind];
}

/** What a stream says whose reader has seen enough (head, less), or whose terminal was closed. */
const NOBODY_READS = new Set(["EPIPE", "EIO"]);

/** Ends by the signal itself: Node's own exit aborts where it can't reset a terminal that is gone. */
function hangUp(): void {
  process.removeAllListeners("SIGHUP");
  process.kill(process.pid, "SIGHUP");
}

/** The process: real streams, real signals. */
export async function main(argv: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!NOBODY_READS.has(error.code ?? "")) throw error;
    });
  }
  const stop = stopOnSignals({
    end: (signal) => process.exit(codeOfSignal(signal)),
    say: (text) => process.stderr.write(`\n${text}\n`),
  });
  const code = await run(argv, { ...outside(), stop });
  if (stop.signal() === "SIGHUP") hangUp();
  return code;
}
