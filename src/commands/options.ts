import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { DAY, DURATIONS, parseDuration } from "../core/time.js";
import { UserError } from "../errors.js";
import type { Period } from "../store/statistics.js";

/** Options' own words are checked where they are read, so that the error names the option. */
export function duration(option: string) {
  return (text: string): number => {
    const ms = parseDuration(text);
    if (ms === undefined) throw new UserError(`${option} is "${text}"`, `allowed: ${DURATIONS}`);
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

/** What the option does that names a column, for commands that read one file. */
export const COLUMN = "the column of a table (CSV, TSV) to read, by the header's name or a number from 1";

export interface WorkerFlags {
  provider?: string;
  model?: string;
}

/** The settings that may also be given as flags of a command that works. */
export function withWorkerFlags(command: Command): Command {
  return command
    .option("--provider <name>", "translate with this provider instead of TRANSCRON_PROVIDER")
    .option("--model <name>", "translate with this model instead of TRANSCRON_MODEL");
}

export const configured = (context: Terminal, { provider, model }: WorkerFlags): Terminal =>
  context.with({
    ...(provider === undefined ? {} : { TRANSCRON_PROVIDER: provider }),
    ...(model === undefined ? {} : { TRANSCRON_MODEL: model }),
  });

/** Who is asked for lines that are done again, and what it is told. */
export const withAskingFlags = (command: Command): Command =>
  command
    .option("--model <name>", "ask this model for them instead of TRANSCRON_MODEL")
    .option("--note <text>", "what the model is to know about these lines");

export interface HistoryFlags {
  /** Milliseconds. */
  since?: number;
  limit: number;
}

/** How far a command looks back, and how much it shows. */
export function withHistoryFlags(command: Command): Command {
  return command
    .option("--since <duration>", "within so long (default: 24h)", duration("--since"))
    .option("--limit <n>", "at most so many", wholeNumber("--limit"), 50);
}

/** What a command looks back over. */
export const periodOf = ({ clock }: Terminal, { since = DAY, limit }: HistoryFlags): Period => ({
  since: clock.now() - since,
  limit,
});
