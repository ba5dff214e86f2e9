import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { dim } from "../print.js";
import { cancel, chooseToCancel } from "../verbs/cancel.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { type BulkFlags, filterOf, goesOn, PROJECTS, withBulkFlags } from "./filter.js";
import { changeLines } from "./report.js";

export const cancelCommand = (act: Act): Command =>
  withBulkFlags(
    subcommand(
      "cancel",
      "Cancel projects, recordings and documents, including those in progress",
      "cancel k3x9q2ab",
      "cancel film.srt",
      "cancel audio-1",
      "cancel --folder /srv/films/old --to fr --dry-run",
    ).argument("[project...]", PROJECTS),
    { since: "only those that were added within this time", all: "everything that has not ended" },
  ).action(act(run));

async function run(context: Terminal, texts: string[], flags: BulkFlags): Promise<Outcome | undefined> {
  const chosen = await chooseToCancel(context, texts, filterOf(flags), flags.all);
  if (!(await goesOn(context, chosen, { does: "cancel", flags }))) return undefined;
  const result = await cancel(context, chosen.works);
  context.print.result(result, () =>
    [
      ...result.changed.map(changeLines(chosen.works)),
      ...result.unchanged.map((id) => dim(`${id}: nothing to cancel`)),
      ...(chosen.works.length ? [] : [dim("nothing to cancel")]),
    ].join("\n"),
  );
  return undefined;
}
