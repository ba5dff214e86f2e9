import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { ComeBackLater, UserError } from "../errors.js";
import { PROGRAM, runProgram } from "../system/child.js";
import { makeFolder, PRIVATE } from "../system/folder.js";
import { refuseMissingHome } from "../system/home.js";
import { addOf, addsIn, crontabEntry, replaceEntry } from "./crontab-entry.js";

interface CrontabOptions {
  /** Also add what is new or changed in this folder, into these languages. */
  adds?: { folder: string; to: readonly string[] };
  /** Let cron mail what went wrong instead of writing it to logs/crontab.log. */
  mail?: boolean;
}

/** The entry for this machine and home, as it would be installed. Throws UserError if the folder is none. */
export function printableEntry(context: Context, options: CrontabOptions): string {
  return entryBeside("", context, options);
}

/** Puts the entry into the user's crontab, in place of an older one. `changed` is false if it was there already. */
export async function installCrontab(
  context: Context,
  options: CrontabOptions,
): Promise<{ changed: boolean; entry: string }> {
  const before = readCrontab();
  const entry = entryBeside(before, context, options);
  const changed = await replaceCrontab(context, { before, after: replaceEntry(before, entry) }, "installed");
  return { changed, entry };
}

/** Takes the entry out of the user's crontab. `changed` is false if there was none. */
export async function removeCrontab(context: Context): Promise<{ changed: boolean }> {
  const before = readCrontab();
  const after = replaceEntry(before, undefined);
  return { changed: await replaceCrontab(context, { before, after }, "removed") };
}

/** The user's crontab; empty if there is none. Throws UserError if there is no cron. */
export function readCrontab(): string {
  const { code, out, err } = crontab(["-l"]);
  if (code !== 0 && !/no crontab/i.test(err))
    throw new ComeBackLater(`crontab -l: ${err || `ended with ${code}`}`);
  return code === 0 ? out : "";
}

/** Installing anew, as doctor advises, must not take a folder out that is looked after: what is not given is kept. */
function entryBeside(current: string, { home }: Context, { adds, mail = false }: CrontabOptions): string {
  if (adds && !statSync(adds.folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(`${adds.folder} is not a folder`);
  refuseMissingHome(home, { named: ["--home", home], unattended: false });
  // The shell opens the log before transcron runs, and gives up if its folder is not there.
  makeFolder(join(home, "logs"), PRIVATE);
  return crontabEntry(
    { node: process.execPath, program: PROGRAM, home },
    { adds: adds ? [addOf(resolve(adds.folder), adds.to)] : addsIn(current, home), mail },
  );
}

async function replaceCrontab(
  context: Context,
  { before, after }: { before: string; after: string },
  did: string,
): Promise<boolean> {
  if (after === before) return false;
  const { code, err } = crontab(["-"], after);
  if (code !== 0) throw new UserError(`crontab refused the entry: ${err}`);
  await context.audit("crontab", did);
  return true;
}

function crontab(args: readonly string[], input?: string) {
  const ran = runProgram("crontab", args, input === undefined ? {} : { input });
  if (ran) return ran;
  throw new UserError(
    "there is no crontab program",
    `install cron (Debian: apt-get install cron), or use ${commandLine("watch")}`,
  );
}
