import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { freeName } from "../../core/free-name.js";
import { toUtcText } from "../../core/time.js";
import { BackupLocked, explain, InTheWay, StoreDamaged, UserError } from "../../errors.js";
import type { DatabaseHealth } from "../database.js";
import { type Engine, engines, isPlain, NoKey, WrongKey } from "./engine.js";
import { meaningOf } from "./errors.js";
import { connect, copyTo, inspect } from "./file.js";
import { changeKey } from "./rekey.js";
import { replaceContents } from "./replace-contents.js";

interface Restoring<Kept = string> {
  /** What opens the database. */
  engine: Engine;
  backup: string;
  /** What opens the backup: under the same key, or plain. */
  backupEngine: Engine;
  /** Where the old content goes. */
  kept: Kept;
}

/**
 * Fills the database with what a backup holds; what it held before is kept beside it. A database that can be read
 * stays the same file, so that whoever has it open sees what was restored and writes nothing into a file that was
 * moved away. Killed at any moment it leaves a whole database, the old one or the new one. What is
 * restored comes under the key of the database, whatever that of the backup is.
 */
export async function restore(
  path: string,
  engine: Engine,
  { backup, now, force, key }: Restore,
): Promise<{ replaced: string | null }> {
  const engines = await enginesFor(engine, { backup, key });
  refuseUnfit(backup, engines.backupEngine);
  const exists = existsSync(path);
  if (exists && !force) {
    throw new InTheWay(`${path} is there`);
  }
  const kept = exists ? freeName(`${path}.before-${toUtcText(now).replace(/[- :]/g, "")}`, existsSync) : null;
  const restoring = { ...engines, backup };
  if (kept && isReadable(path, restoring)) fill(path, { ...restoring, kept });
  else replace(path, { ...restoring, kept });
  return { replaced: kept };
}

interface Restore {
  backup: string;
  now: number;
  force: boolean;
  /** Of the backup, where it is another than that of the database. */
  key?: string;
}

/** Of one driver: it must open both. */
async function enginesFor(
  engine: Engine,
  { backup, key }: Pick<Restore, "backup"> & { key: string | undefined },
): Promise<Pick<Restoring, "engine" | "backupEngine">> {
  if (!existsSync(backup)) throw new UserError(`no such backup: ${backup}`);
  const backupKey = isPlain(backup) ? null : (key ?? engine.key);
  if (backupKey === engine.key) return { engine, backupEngine: engine };
  const under = await engines();
  return { engine: under(engine.key), backupEngine: under(backupKey) };
}

/**
 * Throws for a database that the key does not fit, or that has none: it may be whole. Where the key opened the backup
 * it is the right one, and the database is damaged.
 */
function isReadable(path: string, { engine, backupEngine }: Omit<Restoring, "kept">): boolean {
  try {
    const { integrity, schema } = inspect(path, engine);
    return integrity === "ok" && schema > 0;
  } catch (error) {
    const meaning = meaningOf(error);
    const isDamaged =
      meaning instanceof WrongKey ? backupEngine.key === engine.key : meaning instanceof StoreDamaged;
    if (!isDamaged && explain(meaning)) throw meaning;
    return false;
  }
}

/**
 * As one transaction of the write-ahead log: before its commit every reader, and whoever opens the database after a
 * kill, sees the old content, and after it the new. Nobody writes between the copy of the old content and that.
 */
function fill(path: string, { engine, backup, backupEngine, kept }: Restoring): void {
  const connection = connect(path, engine);
  try {
    connection.prepare("attach ? as backup key ?").run(backup, backupEngine.passphrase);
    connection.pragma("foreign_keys = off");
    connection.pragma("synchronous = full");
    connection
      .transaction(() => {
        copyTo(path, kept, engine);
        replaceContents(connection, "backup");
      })
      .immediate();
    // The log is made durable; what it holds may be read from there.
    connection.pragma("wal_checkpoint(passive)");
  } catch (error) {
    rmSync(kept, { force: true });
    throw error;
  } finally {
    connection.close();
  }
}

/**
 * There is no database, or none that can be read: the file itself is replaced. The old one gets its second name before
 * the new one takes its first, so that there is a file of that name at every moment.
 */
function replace(path: string, { engine, backup, backupEngine, kept }: Restoring<string | null>): void {
  const copy = `${path}.restoring`;
  rmSync(copy, { force: true });
  copyTo(backup, copy, backupEngine);
  if (engine.key !== backupEngine.key) changeKey(copy, backupEngine, engine);
  if (kept) nameToo(path, kept);
  for (const part of ["-wal", "-shm"]) {
    // The log belongs to the old file: what is in it must not be played into the new one.
    if (kept && existsSync(path + part)) renameSync(path + part, kept + part);
    else rmSync(path + part, { force: true });
  }
  renameSync(copy, path);
}

function nameToo(path: string, name: string): void {
  try {
    linkSync(path, name);
  } catch {
    copyFileSync(path, name); // a file system without hard links
  }
}

function refuseUnfit(backup: string, engine: Engine) {
  const { integrity, schema, newest } = inspectBackup(backup, engine);
  if (integrity !== "ok") throw new UserError(`${backup} is damaged: ${integrity}`, "use another backup");
  if (schema === 0) throw new UserError(`${backup} is no backup of transcron`);
  if (schema > newest) {
    throw new UserError(
      `${backup} has schema ${schema}, this transcron knows ${newest}`,
      "upgrade transcron",
    );
  }
}

/** What is wrong with a backup is said of the backup, not of the database. */
function inspectBackup(backup: string, engine: Engine): DatabaseHealth {
  try {
    return inspect(backup, engine);
  } catch (error) {
    if (error instanceof WrongKey || error instanceof NoKey) throw new BackupLocked(error.message);
    const meaning = meaningOf(error);
    if (!(meaning instanceof StoreDamaged)) throw error;
    throw new UserError(`${backup} is damaged: ${(error as Error).message}`, "use another backup");
  }
}
