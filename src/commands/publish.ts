import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { publish } from "../verbs/publish.js";
import { type Act, subcommand } from "./command.js";
import { chosenProject, PROJECT, TO, type ToFlag } from "./filter.js";
import { wholeNumber } from "./options.js";
import { changeLine } from "./report.js";

export const publishCommand = (act: Act): Command =>
  subcommand("publish", "Make an earlier version of a project the current one again", "publish k3x9q2ab 1")
    .argument("<project>", PROJECT)
    .option("--to <language>", TO)
    .argument("<version>", "its number, as versions shows it", wholeNumber("the version"))
    .action(
      act(async (context: Terminal, text: string, number: number, flags: ToFlag) => {
        const { change, version } = await publish(context, await chosenProject(context, text, flags), number);
        context.print.result({ changed: [change], version }, () =>
          changeLine(change, `version ${number} is current again, as version ${version}`),
        );
      }),
    );
