import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { retryFailed } from "../verbs/retry-failed.js";
import { type Act, subcommand } from "./command.js";
import { duration } from "./options.js";
import { reportChanges } from "./report.js";

interface Flags {
  since?: number;
  all?: boolean;
}

export const retryFailedCommand = (act: Act): Command =>
  subcommand(
    "retry-failed",
    "Try failed projects again; only their missing lines are asked for",
    "retry-failed k3x9q2ab",
    "retry-failed --since 1h",
    "retry-failed --all",
  )
    .argument("[id...]", "projects, by id or its beginning")
    .option("--since <duration>", "those that failed within so long", duration("--since"))
    .option("--all", "all of them")
    .action(
      act(async (context: Terminal, ids: string[], flags: Flags) => {
        reportChanges(context, await retryFailed(context, ids, flags), "no failed project among them");
      }),
    );
