import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { namedLines } from "../core/line-numbers.js";
import { type RedoOptions, redo } from "../verbs/redo.js";
import { type Act, subcommand } from "./command.js";
import { chosenProject, PROJECT, TO, type ToFlag } from "./filter.js";
import { withAskingFlags } from "./options.js";
import { changeLine } from "./report.js";

export const redoCommand = (act: Act): Command =>
  withAskingFlags(
    subcommand(
      "redo",
      "Ask for lines again, in a new version; all others stay as they are",
      "redo k3x9q2ab --lines 12,15-18",
      "redo k3x9q2ab --lines 12 --model gpt-6 --note 'She speaks to her mother.'",
    )
      .argument("<project>", PROJECT)
      .option("--to <language>", TO)
      .requiredOption("--lines <numbers>", "line numbers, such as 12 or 12,15-18")
      .option("--force", "also lines that were corrected by hand"),
  ).action(
    act(async (context: Terminal, text: string, { to, ...options }: RedoOptions & ToFlag) => {
      const { change, version, lines } = await redo(
        context,
        await chosenProject(context, text, { to }),
        options,
      );
      context.print.result({ changed: [change], version, lines }, () =>
        changeLine(change, `${namedLines(lines)} to be done again, as version ${version}`),
      );
    }),
  );
