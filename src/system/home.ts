import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";

/** The database of a home, whether it is there yet or not. */
export const databaseIn = (home: string): string => join(home, "transcron.db");

export const isHome = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

interface Asked {
  /** The words that named the home on the command line; none for the default one. */
  named: readonly string[];
  /** Nobody looks, as in cron, where a missing home more likely means a missing disk. */
  unattended: boolean;
}

/** Throws UserError for a home that is not there: only what stores something makes one, so that a typo does not. */
export function refuseMissingHome(home: string, { named, unattended }: Asked): void {
  if (isHome(home)) return;
  if (existsSync(home)) throw new UserError(`${home} is not a folder`, "use another --home");
  const message = `there is no home at ${home}`;
  if (unattended) throw new UserError(`${message}: is its disk mounted?`);
  const make = commandLine(...named, "init");
  throw new UserError(
    message,
    named.length ? `${make} makes it` : `${make} makes it; ${commandLine("demo")} needs none`,
  );
}
