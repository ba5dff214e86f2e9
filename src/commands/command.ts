import { Command } from "commander";
import type { Terminal } from "../context.js";
import { parseDuration } from "../core/time.js";
import { UserError } from "../errors.js";

/**
 * How a command ended: all of it done, some of it, none of it by a mistake, none of it for now, or stopped by a signal
 * with everything saved. Nothing means done.
 */
export type Outcome = "done" | "partly" | "mistake" | "later" | "stopped";

/** Gives a command's action its context. */
export type Act = <Args extends unknown[]>(
  action: (context: Terminal, ...args: Args) => Promise<Outcome | undefined>,
) => (...args: Args) => Promise<void>;

/** A thin commander skin around a verb. */
export type BuildCommand = (act: Act) => Command;

/** A subcommand with its one-sentence description and an example, which every help text ends with. */
export function subcommand(name: string, description: string, ...examples: string[]): Command {
  const shown = examples.map((example) => `  $ transcron ${example}`).join("\n");
  return new Command(name).description(description).addHelpText("after", `\nExample:\n${shown}`);
}

/** Options' own words are checked where they are read, so that the error names the option. */
export function duration(option: string) {
  return (text: string): number => {
    const ms = parseDuration(text);
    if (ms === undefined)
      throw new UserError(`${option} is "${text}"`, "allowed: a duration such as 90s, 10m, 1h or 30d");
    return ms;
  };
}

export function wholeNumber(option: string, least = 1) {
  return (text: string): number => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && Number.isSafeInteger(value)) return value;
    throw new UserError(`${option} is "${text}"`, `allowed: a whole number from ${least}`);
  };
}

/** The settings that may also be given as flags of a command that works. */
export function withWorkerFlags(command: Command): Command {
  return command
    .option("--provider <name>", "translate with this provider instead of TRANSCRON_PROVIDER")
    .option("--model <name>", "translate with this model instead of TRANSCRON_MODEL");
}

export interface WorkerFlags {
  provider?: string;
  model?: string;
}

export const configured = (context: Terminal, { provider, model }: WorkerFlags): Terminal =>
  context.with({
    ...(provider === undefined ? {} : { TRANSCRON_PROVIDER: provider }),
    ...(model === undefined ? {} : { TRANSCRON_MODEL: model }),
  });
