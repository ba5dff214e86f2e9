import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { dim } from "../print.js";
import { type Act, subcommand } from "./command.js";

/** Cancels projects that have not completed; a worker that has one notices before its next batch. */
export async function cancel(context: Terminal, prefixes: readonly string[]) {
  const store = await context.store();
  const ids = await store.resolveIds(prefixes);
  const changed = await store.cancel(ids, context.clock.now());
  return { changed, unchanged: ids.filter((id) => !changed.some((one) => one.id === id)) };
}

export const cancelCommand = (act: Act): Command =>
  subcommand("cancel", "Cancel projects, also those in work", "cancel k3x9q2ab")
    .argument("<id...>", "projects, by id or its beginning")
    .action(
      act(async (context: Terminal, ids: string[]) => {
        const result = await cancel(context, ids);
        if (result.changed.length)
          await context.audit("cancel", result.changed.map(({ id }) => id).join(", "));
        context.print.result(result, () =>
          [
            ...result.changed.map(({ id, from }) => `${id}: ${from} → cancelled`),
            ...result.unchanged.map((id) => dim(`${id}: nothing to cancel`)),
          ].join("\n"),
        );
      }),
    );
