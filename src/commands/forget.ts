import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { forget } from "../verbs/forget.js";
import { type Act, subcommand } from "./command.js";
import { reportChanges } from "./report.js";

export const forgetCommand = (act: Act): Command =>
  subcommand("forget", "Delete failed or cancelled projects", "forget k3x9q2ab")
    .argument("<id...>", "projects, by id or its beginning")
    .action(
      act(async (context: Terminal, ids: string[]) => {
        reportChanges(context, await forget(context, ids), "nothing to forget");
      }),
    );
