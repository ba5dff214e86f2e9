import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { namedLines } from "../core/line-numbers.js";
import { accept } from "../verbs/accept.js";
import { type Act, subcommand } from "./command.js";
import { chosenProject, PROJECT, TO, type ToFlag } from "./filter.js";

export const acceptCommand = (act: Act): Command =>
  subcommand(
    "accept",
    "Store the rejected answers to lines as their translations; show has them",
    "accept k3x9q2ab 12",
    "accept k3x9q2ab 12,15-18",
  )
    .argument("<project>", PROJECT)
    .option("--to <language>", TO)
    .argument("<line...>", "line numbers, such as 12 or 12,15-18")
    .action(
      act(async (context: Terminal, text: string, wanted: string[], flags: ToFlag) => {
        const { change, lines } = await accept(context, await chosenProject(context, text, flags), wanted);
        context.print.result({ changed: [change], lines }, () => {
          const { from, to } = change;
          return `${change.id}: ${namedLines(lines)} accepted, ${from === to ? `still ${to}` : `${from} → ${to}`}`;
        });
      }),
    );
