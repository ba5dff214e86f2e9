import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { releaseStuck } from "../verbs/release-stuck.js";
import { type Act, subcommand } from "./command.js";
import { duration } from "./options.js";
import { reportChanges } from "./report.js";

export const releaseStuckCommand = (act: Act): Command =>
  subcommand(
    "release-stuck",
    "Take projects from workers that died or hang; a tick does so by itself",
    "release-stuck",
    "release-stuck --older-than 5m",
  )
    .option(
      "--older-than <duration>",
      "not heard of for so long (default: STUCK_AFTER)",
      duration("--older-than"),
    )
    .action(
      act(async (context: Terminal, { olderThan }: { olderThan?: number }) => {
        reportChanges(context, await releaseStuck(context, olderThan), { nothing: "nothing is stuck" });
      }),
    );
