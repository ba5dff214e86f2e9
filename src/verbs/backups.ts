import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "../core/command-line.js";

export const backupsIn = (home: string): string => join(home, "backups");

/** The names that backups get here, so that only those are ever removed. */
const OWN_NAME = /^transcron-(\d{14})(?:-(\d+))?\.db$/;

/** The backups of a folder that were named here, by their second, and within it by their number. */
export function namedBackups(folder: string): string[] {
  const key = (name: string) => {
    const [, stamp, count = "1"] = OWN_NAME.exec(name)!;
    return `${stamp}-${count.padStart(6, "0")}`;
  };
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => OWN_NAME.test(name)) : [];
  return names.sort((a, b) => key(a).localeCompare(key(b))).map((name) => join(folder, name));
}

/** What helps where the database can't be read: the newest backup, or a beginning without what was in it. */
export function restoreAdvice(home: string): string {
  const newest = namedBackups(backupsIn(home)).at(-1);
  return newest === undefined
    ? `there is no backup in ${backupsIn(home)}: restore one from elsewhere, or move transcron.db and its -wal away to begin anew`
    : commandLine("restore", newest, "--force");
}
