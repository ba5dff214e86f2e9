import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { namedLines } from "../core/line-numbers.js";
import { yellow } from "../print.js";
import { set } from "../verbs/set.js";
import { type Act, subcommand } from "./command.js";
import { chosenProject, PROJECT, TO, type ToFlag } from "./filter.js";
import { wholeNumber } from "./options.js";
import { changeLine } from "./report.js";

export const setCommand = (act: Act): Command =>
  subcommand(
    "set",
    "Write a line's translation yourself: it stays, and the memory prefers it",
    "set k3x9q2ab 12 'Bonsoir à tous.'",
    "set k3x9q2ab 12 '- Bonsoir.\\n- Et bienvenue.'",
  )
    .argument("<project>", PROJECT)
    .option("--to <language>", TO)
    .argument("<line>", "the line's number, as show --segments has it", wholeNumber("the line"))
    .argument("<text>", "the translation with its tags, as it is to stand in the file; \\n is a line break")
    .allowUnknownOption() // a line of a dialogue begins with a dash
    .action(
      act(async (context: Terminal, wanted: string, number: number, text: string, flags: ToFlag) => {
        const { change, lines, remarks } = await set(context, await chosenProject(context, wanted, flags), {
          number,
          text,
        });
        for (const remark of remarks) context.print.note(yellow(remark));
        context.print.result({ changed: [change], lines, remarks }, () =>
          changeLine(change, `${namedLines(lines)} set`),
        );
      }),
    );
