import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Context } from "../context.js";
import { toUtcText } from "../core/time.js";
import { UserError } from "../errors.js";

interface BackupOptions {
  /** Where to (default: a name by the time, in `backups/` of the home). */
  file?: string;
  /** Of the backups in the home, so many of the newest stay; nothing is removed if `file` is given. */
  keep?: number;
}

/** The names that backups get here, so that only those are ever removed. */
const OWN_NAME = /^transcron-\d{14}\.db$/;

/** Copies the database consistently while others write. Throws UserError if there is a file of that name. */
export async function backup(
  context: Context,
  { file, keep }: BackupOptions,
): Promise<{ path: string; bytes: number; removed: string[] }> {
  const folder = join(context.home, "backups");
  const stamp = toUtcText(context.clock.now()).replace(/[- :]/g, "");
  const path = resolve(file ?? join(folder, `transcron-${stamp}.db`));
  if (statSync(path, { throwIfNoEntry: false }))
    throw new UserError(`${path} exists already`, "name another file");
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  (await context.database()).backup(partial);
  renameSync(partial, path);
  const removed = keep === undefined || file !== undefined ? [] : removeOld(folder, keep);
  await context.audit("backup", path);
  return { path, bytes: statSync(path).size, removed };
}

function removeOld(folder: string, keep: number): string[] {
  const old = readdirSync(folder)
    .filter((name) => OWN_NAME.test(name))
    .sort()
    .slice(0, -keep)
    .map((name) => join(folder, name));
  for (const path of old) rmSync(path);
  return old;
}
