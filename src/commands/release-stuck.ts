import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { releaseStuck } from "../verbs/release-stuck.js";
import { type Act, subcommand } from "./command.js";
import { type KindFlag, kindOf, withKindFlag } from "./filter.js";
import { duration } from "./options.js";
import { reportChanges } from "./report.js";

interface Flags extends KindFlag {
  olderThan?: number;
}

export const releaseStuckCommand = (act: Act): Command =>
  withKindFlag(
    subcommand(
      "release-stuck",
      "Take work from workers that died or hang; a tick does so by itself",
      "release-stuck",
      "release-stuck --older-than 5m",
      "release-stuck --kind transcription",
    ),
  )
    .option(
      "--older-than <duration>",
      "not heard of for this long (default: STUCK_AFTER; for documents GENERATION_STUCK_AFTER)",
      duration("--older-than"),
    )
    .action(
      act(async (context: Terminal, { olderThan, ...flags }: Flags) => {
        const kind = kindOf(flags);
        const changed = await releaseStuck(context, {
          ...(olderThan === undefined ? {} : { olderThan }),
          ...(kind ? { kind } : {}),
        });
        reportChanges(context, changed, { nothing: "nothing is stuck" });
      }),
    );
