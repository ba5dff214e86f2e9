import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { chooseToForget, forget } from "../verbs/forget.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { type BulkFlags, filterOf, goesOn, PROJECTS, withBulkFlags } from "./filter.js";
import { reportChanges } from "./report.js";

export const forgetCommand = (act: Act): Command =>
  withBulkFlags(
    subcommand(
      "forget",
      "Delete failed or cancelled projects, recordings and documents",
      "forget k3x9q2ab",
      "forget 'old/*.srt'",
      "forget job-1 job-2",
      "forget --status cancelled --folder /srv/films",
    ).argument("[project...]", PROJECTS),
    { since: "only those that ended within this time", all: "all that have failed or were cancelled" },
  ).action(act(run));

async function run(context: Terminal, texts: string[], flags: BulkFlags): Promise<Outcome | undefined> {
  const chosen = await chooseToForget(context, texts, filterOf(flags), flags.all);
  if (!(await goesOn(context, chosen, { does: "forget", flags }))) return undefined;
  reportChanges(context, await forget(context, chosen.works), {
    nothing: "nothing to forget",
    of: chosen.works,
  });
  return undefined;
}
