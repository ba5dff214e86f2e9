import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { dim } from "../print.js";
import { pause } from "../verbs/pause.js";
import { type Act, subcommand } from "./command.js";

export const pauseCommand = (act: Act): Command =>
  subcommand(
    "pause",
    "Let no worker begin anything until resume; batches in flight are saved",
    "pause --reason 'new glossary'",
  )
    .option("--reason <text>", "why, for those who look", "")
    .action(
      act(async (context: Terminal, { reason }: { reason: string }) => {
        const result = await pause(context, reason);
        context.print.result(result, () =>
          result.changed ? `paused; ${commandLine("resume")} lets work go on` : dim("paused already"),
        );
      }, "stores"),
    );
