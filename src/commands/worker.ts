import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { workOn } from "../verbs/work-on.js";
import { type BuildCommand, subcommand } from "./command.js";
import { PROJECTS } from "./filter.js";
import { configured, duration, type WorkerFlags, withWorkerFlags } from "./options.js";
import { reportWork } from "./report.js";

interface Flags extends WorkerFlags {
  budget?: number;
}

/** The skin that batch and simple share. */
export function workerCommand(
  mode: "simple" | "batch",
  description: string,
  ...examples: string[]
): BuildCommand {
  return (act): Command =>
    withWorkerFlags(
      subcommand(mode, description, ...examples)
        .argument("[id...]", `${PROJECTS} (default: all that are due)`)
        .option("--budget <duration>", "begin nothing after this long", duration("--budget")),
    ).action(
      act(async (outer: Terminal, ids: string[], { budget, ...flags }: Flags) => {
        const context = configured(outer, flags);
        const { remarks, ...worked } = await workOn(context, {
          mode,
          ...(ids.length ? { ids } : {}),
          ...(budget === undefined ? {} : { budget }),
        });
        for (const remark of remarks) context.print.note(remark);
        return reportWork(context, worked);
      }, "stores"),
    );
}
