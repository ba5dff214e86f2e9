import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Context } from "../context.js";
import { freeName } from "../core/free-name.js";
import { toUtcText } from "../core/time.js";
import { UserError } from "../errors.js";
import { makeFolder, PRIVATE } from "../system/folder.js";
import { backupsIn, namedBackups } from "./backups.js";

interface BackupOptions {
  /** Where to (default: a name by the time, in `backups/` of the home). */
  file?: string;
  /** Of the backups in the home, so many of the newest stay; nothing is removed if `file` is given. */
  keep?: number;
}

/** Copies the database consistently while others write. Throws UserError if there is a file of that name. */
export async function backup(
  context: Context,
  { file, keep }: BackupOptions,
): Promise<{ path: string; bytes: number; removed: string[] }> {
  await context.database(); // refuses an unsafe home before anything is made in it
  const folder = backupsIn(context.home);
  const path =
    file === undefined ? await backUpByTime(context, folder) : await backUpTo(context, resolve(file));
  const removed = keep === undefined || file !== undefined ? [] : removeOld(folder, keep);
  await context.audit("backup", path);
  return { path, bytes: statSync(path).size, removed };
}

async function backUpTo(context: Context, path: string): Promise<string> {
  if (existsSync(path)) throw new UserError(`${path} exists already`, "name another file");
  makeFolder(dirname(path), PRIVATE);
  rmSync(partialOf(path), { force: true });
  await copyDatabase(context, path);
  return path;
}

/** Of two in one second the later gets another name, also while the first is still being written. */
async function backUpByTime(context: Context, folder: string): Promise<string> {
  const stamp = toUtcText(context.clock.now()).replace(/[- :]/g, "");
  const isTaken = (name: string) => existsSync(name) || existsSync(partialOf(name));
  makeFolder(folder, PRIVATE);
  for (;;) {
    const path = freeName(join(folder, `transcron-${stamp}`), isTaken, ".db");
    try {
      await copyDatabase(context, path);
      return path;
    } catch (error) {
      if ((error as { code?: string }).code !== "EEXIST") throw error; // taken since it was looked for
    }
  }
}

/** Whoever has made the partial file has the name, unless another has finished since the name was looked for. */
async function copyDatabase(context: Context, path: string): Promise<void> {
  const partial = partialOf(path);
  (await context.database()).backup(partial);
  if (existsSync(path)) {
    rmSync(partial);
    throw Object.assign(new UserError(`${path} exists already`, "name another file"), { code: "EEXIST" });
  }
  renameSync(partial, path);
}

const partialOf = (path: string) => `${path}.partial`;

function removeOld(folder: string, keep: number): string[] {
  const old = namedBackups(folder).slice(0, -keep);
  for (const path of old) rmSync(path);
  return old;
}
