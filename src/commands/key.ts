import { Argument, type Command } from "commander";
import type { Terminal } from "../context.js";
import { green } from "../print.js";
import { newKey } from "../verbs/new-key.js";
import { type Act, subcommand } from "./command.js";

export const keyCommand = (act: Act): Command =>
  subcommand(
    "key",
    "Make a new key for an encrypted database",
    "key new --file /etc/transcron.key",
    "key new",
  )
    .addArgument(new Argument("<action>", "what to do").choices(["new"]))
    .option("--file <file>", "write it there, for its owner alone (default: print it)")
    .action(
      act(async (context: Terminal, _: string, { file }: { file?: string }) => {
        const made = newKey(context, file === undefined ? {} : { file });
        context.print.result(made, () => ("key" in made ? made.key : `${green("wrote")} ${made.file}`));
        if ("file" in made)
          context.print.note(
            "keep a copy of it in a safe place: what is encrypted with it is lost without it",
          );
      }, "none"),
    );
