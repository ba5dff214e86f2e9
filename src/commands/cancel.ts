import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { dim } from "../print.js";
import { cancel } from "../verbs/cancel.js";
import { type Act, subcommand } from "./command.js";

export const cancelCommand = (act: Act): Command =>
  subcommand("cancel", "Cancel projects, including those in progress", "cancel k3x9q2ab")
    .argument("<id...>", "projects, by id or its beginning")
    .action(
      act(async (context: Terminal, ids: string[]) => {
        const result = await cancel(context, ids);
        context.print.result(result, () =>
          [
            ...result.changed.map(({ id, from }) => `${id}: ${from} → cancelled`),
            ...result.unchanged.map((id) => dim(`${id}: nothing to cancel`)),
          ].join("\n"),
        );
      }),
    );
