import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { SECOND } from "../core/time.js";
import { UserError } from "../errors.js";
import { watch } from "../verbs/watch.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { configured, duration, type WorkerFlags, wholeNumber, withWorkerFlags } from "./options.js";
import { outcomeOfStop } from "./report.js";

const LEAST_SLEEP = SECOND / 10;

interface Flags extends WorkerFlags {
  schedule: string;
  sleep?: number;
  maxTime?: number;
  maxProjects?: number;
}

async function run(outer: Terminal, { provider, model, ...options }: Flags): Promise<Outcome> {
  if (options.sleep !== undefined && options.sleep < LEAST_SLEEP) {
    throw new UserError(`--sleep is ${options.sleep / 1000} s`, `allowed: ${LEAST_SLEEP / 1000} s and more`);
  }
  const context = configured(outer, { ...(provider ? { provider } : {}), ...(model ? { model } : {}) });
  const { projects } = await watch(context, options);
  context.print.result({ projects }, () => "");
  return outcomeOfStop(context);
}

export const watchCommand = (act: Act): Command =>
  withWorkerFlags(
    subcommand(
      "watch",
      "Tick as a long-running process, for machines without cron; SIGTERM ends it with everything saved",
      "watch",
      "watch --sleep 5",
      "watch --schedule '*/5 * * * *' --max-time 8h",
    )
      .option("--schedule <cron>", "when to look at the queue, as a cron expression", "* * * * *")
      .option(
        "--sleep <duration>",
        "look again after so long instead (2 busy, 5 balanced, 10 economical)",
        duration("--sleep"),
      )
      .option("--max-time <duration>", "end after so long", duration("--max-time"))
      .option("--max-projects <n>", "end after so many projects", wholeNumber("--max-projects")),
  ).action(act(run, "stores"));
