import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { chooseFailed, retryFailed } from "../verbs/retry-failed.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { type BulkFlags, filterOf, goesOn, PROJECTS, withBulkFlags } from "./filter.js";
import { reportChanges } from "./report.js";

export const retryFailedCommand = (act: Act): Command =>
  withBulkFlags(
    subcommand(
      "retry-failed",
      "Try failed work again; only missing lines of projects and missing parts of recordings are asked for",
      "retry-failed k3x9q2ab",
      "retry-failed --since 1h",
      "retry-failed --folder /srv/films --to fr",
      "retry-failed audio-1",
      "retry-failed --kind generation --all",
    ).argument("[project...]", PROJECTS),
    { since: "only those that failed within this time", all: "all that have failed" },
  ).action(act(run));

async function run(context: Terminal, texts: string[], flags: BulkFlags): Promise<Outcome | undefined> {
  const chosen = await chooseFailed(context, texts, filterOf(flags), flags.all);
  if (!(await goesOn(context, chosen, { does: "retry", flags }))) return undefined;
  reportChanges(context, await retryFailed(context, chosen.works), {
    nothing: "nothing among them has failed",
    of: chosen.works,
  });
  return undefined;
}
