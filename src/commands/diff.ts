import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { dim, green, red } from "../print.js";
import { type DifferingLine, diff } from "../verbs/versions.js";
import { type Act, subcommand } from "./command.js";
import { chosenProject, PROJECT, TO, type ToFlag } from "./filter.js";
import { wholeNumber } from "./options.js";

export const diffCommand = (act: Act): Command =>
  subcommand("diff", "Show the lines that two versions translate differently", "diff k3x9q2ab 1 2")
    .argument("<project>", PROJECT)
    .option("--to <language>", TO)
    .argument("<from>", "the number of a version", wholeNumber("the version"))
    .argument("<to>", "the number of another", wholeNumber("the version"))
    .action(
      act(async (context: Terminal, text: string, from: number, to: number, flags: ToFlag) => {
        const found = await diff(context, await chosenProject(context, text, flags), { from, to });
        context.print.result(found, () =>
          found.lines.length
            ? found.lines.map(describe).join("\n")
            : dim(`versions ${from} and ${to} of ${found.id} do not differ`),
        );
      }),
    );

const INDENT = " ".repeat(7);

/** The source with its number, and below it both translations. */
function describe({ index, text, before, after }: DifferingLine): string {
  const block = (sign: string, content: string) =>
    content
      .split("\n")
      .map((line, at) => `${INDENT}${at ? " " : sign} ${line}`)
      .join("\n");
  return [
    `${dim(String(index + 1).padStart(5))}  ${dim(text.replaceAll("\n", `\n${INDENT}`))}`,
    red(block("-", before ?? "(no translation)")),
    green(block("+", after ?? "(no translation)")),
  ].join("\n");
}
