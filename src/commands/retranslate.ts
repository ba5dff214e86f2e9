import { type Command, Option } from "commander";
import type { Terminal } from "../context.js";
import { type RetranslateOptions, retranslate } from "../verbs/redo.js";
import { type Act, subcommand } from "./command.js";
import { chosenProject, PROJECT, TO, type ToFlag } from "./filter.js";
import { withAskingFlags } from "./options.js";
import { changeLine } from "./report.js";

export const retranslateCommand = (act: Act): Command =>
  withAskingFlags(
    subcommand(
      "retranslate",
      "Translate a project again, in a new version; what was corrected by hand stays",
      "retranslate k3x9q2ab",
      "retranslate k3x9q2ab --only marked",
    )
      .argument("<project>", PROJECT)
      .option("--to <language>", TO)
      .addOption(new Option("--only <lines>", "only lines with marks").choices(["marked"])),
  ).action(
    act(async (context: Terminal, text: string, { to, ...options }: RetranslateOptions & ToFlag) => {
      const { change, version, lines } = await retranslate(
        context,
        await chosenProject(context, text, { to }),
        options,
      );
      context.print.result({ changed: [change], version, lines }, () =>
        changeLine(change, `${lines.length} lines to be done again, as version ${version}`),
      );
    }),
  );
