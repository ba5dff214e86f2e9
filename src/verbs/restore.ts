import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readKeyFile } from "../config/key.js";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { BackupLocked, ComeBackLater, InTheWay } from "../errors.js";
import { makeFolder, PRIVATE } from "../system/folder.js";
import { refuseWhileAtWork } from "./at-work.js";

interface RestoreOptions {
  file: string;
  force: boolean;
  /** The key of the backup, where it is not that of the database. */
  keyFile?: string;
}

/**
 * Replaces the database by a backup; the old one is kept beside it. Throws UserError for a file that is no backup,
 * or if there is a database and not `force`, and ComeBackLater while somebody is at work on it.
 */
export async function restore(
  context: Context,
  { file, force, keyFile }: RestoreOptions,
): Promise<{ replaced: string | null }> {
  const database = await context.database();
  const key = keyFile === undefined ? {} : { key: readKeyFile(resolve(keyFile)) };
  if (force && existsSync(database.path)) await refuseIfAtWork(context);
  makeFolder(context.home, PRIVATE);
  try {
    const restored = await database.restore(resolve(file), { now: context.clock.now(), force, ...key });
    await context.audit("restore", file);
    return restored;
  } catch (error) {
    throw withWayOut(error, file);
  }
}

function withWayOut(error: unknown, file: string): unknown {
  if (error instanceof BackupLocked)
    return new BackupLocked(
      error.message,
      "name the file that holds the key of this backup with `--key-file`",
    );
  if (!(error instanceof InTheWay)) return error;
  const over = commandLine("restore", file, "--force");
  return new InTheWay(error.message, `${over} restores over it; the old one is kept beside it`);
}

/** A database is restored because it can't be read. */
async function refuseIfAtWork(context: Context): Promise<void> {
  try {
    await refuseWhileAtWork(context, "restore");
  } catch (error) {
    if (error instanceof ComeBackLater) throw error;
  }
}
