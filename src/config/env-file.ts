import { commandLine } from "../core/command-line.js";
import type { Setting } from "./setting.js";
import { SETTINGS } from "./settings.js";

/** A setting as `.env` has it. */
export const envLine = (name: string, value: string): string => `${name}=${value}`;

/** The text of an `.env` with every setting there is, commented out but for those that are given. */
export function envFile(given: Readonly<Record<string, string>>): string {
  const settings = Object.entries<Setting<unknown>>(SETTINGS).map(([name, { about, expects, fallback }]) => {
    const value = given[name];
    const line = value === undefined ? `#${envLine(name, fallback ?? "")}` : envLine(name, value);
    return `# ${about[0]!.toUpperCase()}${about.slice(1)}.\n# Allowed: ${expects}.\n${line}\n`;
  });
  return [HEAD, ...settings].join("\n");
}

const HEAD = `# The settings of transcron. Cron gives its jobs no shell environment, so they are read from this file.
# Remove the first # of a line to set it. ${commandLine("config")} shows what is in force.
`;
