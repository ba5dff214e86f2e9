import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { ComeBackLater, UserError } from "../errors.js";
import { PROGRAM, runProgram } from "../system/child.js";
import { makeFolder, PRIVATE } from "../system/folder.js";
import { refuseMissingHome } from "../system/home.js";
import { type AddedFolder, addsIn, crontabEntry, replaceEntry } from "./crontab-entry.js";
import { keepFolder, type Watched, watchFolder } from "./folders.js";

interface CrontabOptions {
  /** Let cron mail what went wrong instead of writing it to logs/crontab.log. */
  mail?: boolean;
}

interface InstallOptions extends CrontabOptions {
  /** A folder to watch from now on, and the languages its files are translated into. */
  watch?: { folder: string; to: readonly string[] };
}

/** The entry for this machine and home, as it would be installed. */
export function printableEntry({ home }: Context, { mail = false }: CrontabOptions): string {
  refuseMissingHome(home, { named: ["--home", home], unattended: false });
  // The shell opens the log before transcron runs, and gives up if its folder is not there.
  makeFolder(join(home, "logs"), PRIVATE);
  return crontabEntry({ node: process.execPath, program: PROGRAM, home }, { mail });
}

interface Installed {
  /** False if the entry was there already. */
  changed: boolean;
  entry: string;
  /** The folders that are watched from now on, or into more languages. */
  watched: Watched[];
}

/**
 * Puts the entry into the user's crontab, in place of an older one. Folders that the older one added files from are
 * watched from now on, so that none is dropped. Throws UserError for a folder to watch that is not one.
 */
export async function installCrontab(
  context: Context,
  { watch, ...options }: InstallOptions,
): Promise<Installed> {
  const before = readCrontab();
  const watched: Watched[] = [];
  // Before the lines go: what is watched is in the database, whatever happens then.
  for (const added of addsIn(before, context.home)) watched.push(await takeOver(context, added));
  if (watch) watched.push(await watchFolder(context, watch.folder, { targets: watch.to }));
  const entry = printableEntry(context, options);
  const changed = await replaceCrontab(context, { before, after: replaceEntry(before, entry) }, "installed");
  return { changed, entry, watched: watched.filter(({ changes }) => changes.length > 0) };
}

/** A folder that is watched already is also translated into the line's languages. Cron starts in the user's home. */
async function takeOver(context: Context, added: AddedFolder): Promise<Watched> {
  const path = resolve(homedir(), added.path);
  const there = (await (await context.store()).listFolders()).find((folder) => folder.path === path);
  return keepFolder(context, path, { targets: [...new Set([...(there?.targets ?? []), ...added.to])] });
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
