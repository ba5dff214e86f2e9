import { Command } from "commander";
import type { HomeUse, Terminal } from "../context.js";

/**
 * How a command ended: all of it done, some of it, none of it by a mistake, none of it for now, or stopped by a signal
 * with everything saved. Nothing means done.
 */
export type Outcome = "done" | "partly" | "mistake" | "later" | "stopped";

/** Gives a command's action its context, and says what it needs of the home: `looks` unless it says more. */
export type Act = <Args extends unknown[]>(
  action: (context: Terminal, ...args: Args) => Promise<Outcome | undefined>,
  home?: HomeUse,
) => (...args: Args) => Promise<void>;

/** The commands there are, by name; each is loaded when it is asked for. */
export type Commands = Record<string, () => Promise<BuildCommand>>;

/** A thin commander skin around a verb; completion alone asks for the other commands. */
export type BuildCommand = (act: Act, commands: Commands) => Command;

/** A subcommand with its one-sentence description and an example, which every help text ends with. */
export function subcommand(name: string, description: string, ...examples: string[]): Command {
  const shown = examples.map((example) => `  $ transcron ${example}`).join("\n");
  return new Command(name).description(description).addHelpText("after", `\nExample:\n${shown}`);
}
