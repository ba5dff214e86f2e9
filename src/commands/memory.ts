import { Argument, type Command } from "commander";
import type { Terminal } from "../context.js";
import { language } from "../verbs/languages.js";
import { forgetMemory } from "../verbs/memory.js";
import { type Act, subcommand } from "./command.js";

export const memoryCommand = (act: Act): Command =>
  subcommand(
    "memory",
    "Forget what the translation memory holds (MEMORY_KEEP: what is unused); projects keep their lines",
    "memory forget --to fr --from en",
    "memory forget --all",
  )
    .addArgument(new Argument("<action>", "what to do").choices(["forget"]))
    .option("--from <language>", "only what is from this language")
    .option("--to <language>", "only what is into this language")
    .option("--all", "everything")
    .action(act(run));

interface Flags {
  from?: string;
  to?: string;
  all?: boolean;
}

async function run(context: Terminal, _: string, { from, to, all = false }: Flags): Promise<undefined> {
  const lines = await forgetMemory(context, {
    all,
    ...(from ? { from: language("--from", from) } : {}),
    ...(to ? { to: language("--to", to) } : {}),
  });
  context.print.result({ lines }, () => `forgot ${lines} lines`);
}
