import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { MINUTE } from "../core/time.js";
import { type Ticked, tick } from "../verbs/tick.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { configured, duration, type WorkerFlags, withWorkerFlags } from "./options.js";
import { outcomeOf, outcomeOfStop, reportWork } from "./report.js";

const DEFAULT_BUDGET = 10 * MINUTE;

interface Flags extends WorkerFlags {
  budget?: number;
}

/** Silent when there was nothing to do, so that cron's mail means news. */
async function run(context: Terminal, { budget = DEFAULT_BUDGET, ...flags }: Flags): Promise<Outcome> {
  const own = configured(context, flags);
  const ticked = await tick(own, { budget });
  if (ticked.kind !== "worked") {
    if (own.print.json) own.print.result(idleOf(ticked), () => "");
    return outcomeOfStop(own);
  }
  // The log has told it to people already.
  if (own.print.json) return reportWork(own, ticked);
  if (ticked.pause) own.print.error(ticked.pause.message, ticked.pause.hint);
  return outcomeOf(own, ticked);
}

/** A tick without work as JSON shows it. */
function idleOf(ticked: Exclude<Ticked, { kind: "worked" }>) {
  if (ticked.kind === "busy") return ticked;
  const { waitsFor, ...idle } = ticked;
  return { ...idle, ...(waitsFor ? { paused: { code: waitsFor.code, message: waitsFor.message } } : {}) };
}

export const tickCommand = (act: Act): Command =>
  withWorkerFlags(
    subcommand(
      "tick",
      "Do what cron calls each minute: rescue, claim, translate, exit; silent when there is nothing to do",
      "tick",
      "tick --budget 10m",
    ).option("--budget <duration>", "begin nothing after this long (default: 10m)", duration("--budget")),
  ).action(act(run));
