import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { workOn } from "../verbs/work-on.js";
import { type BuildCommand, subcommand } from "./command.js";
import { type KindFlag, kindOf, PROJECTS, withKindFlag } from "./filter.js";
import { configured, duration, type WorkerFlags, withWorkerFlags } from "./options.js";
import { reportWork } from "./report.js";

interface Flags extends WorkerFlags, KindFlag {
  budget?: number;
}

/** The skin that batch and simple share. */
export function workerCommand(
  mode: "simple" | "batch",
  description: string,
  ...examples: string[]
): BuildCommand {
  return (act): Command => {
    const command = subcommand(mode, description, ...examples);
    return withWorkerFlags(
      (mode === "batch" ? withKindFlag(command, "all that are due of this kind") : command)
        .argument("[id...]", `${PROJECTS} (default: all projects that are due)`)
        .option("--budget <duration>", "begin nothing after this long", duration("--budget")),
    ).action(
      act(async (outer: Terminal, ids: string[], { budget, kind: word, ...flags }: Flags) => {
        const kind = kindOf(word === undefined ? {} : { kind: word });
        const context = configured(outer, flags);
        const { remarks, ...worked } = await workOn(context, {
          mode,
          ...(kind ? { kind } : {}),
          ...(ids.length ? { ids } : {}),
          ...(budget === undefined ? {} : { budget }),
        });
        for (const remark of remarks) context.print.note(remark);
        return reportWork(context, worked);
      }, "stores"),
    );
  };
}
