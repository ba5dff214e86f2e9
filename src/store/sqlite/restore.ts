import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { freeName } from "../../core/free-name.js";
import { toUtcText } from "../../core/time.js";
import { InTheWay, StoreDamaged, Transient, UserError } from "../../errors.js";
import type { DatabaseHealth } from "../database.js";
import type { Connection } from "./driver.js";
import { meaningOf } from "./errors.js";
import { connect, copyTo, inspect } from "./file.js";

/**
 * Fills the database with what a backup holds; what it held before is kept beside it. A database that can be read
 * stays the same file, so that whoever has it open sees what was restored and writes nothing into a file that was
 * moved away. Killed at any moment it leaves a whole database, the old one or the new one.
 */
export async function restore(
  path: string,
  backup: string,
  { now, force }: { now: number; force: boolean },
): Promise<{ replaced: string | null }> {
  refuseNoBackup(backup);
  const exists = existsSync(path);
  if (exists && !force) {
    throw new InTheWay(`${path} is there`);
  }
  const kept = exists ? freeName(`${path}.before-${toUtcText(now).replace(/[- :]/g, "")}`, existsSync) : null;
  if (kept && isReadable(path)) await fill(path, { backup, kept });
  else replace(path, { backup, kept });
  return { replaced: kept };
}

function isReadable(path: string): boolean {
  try {
    const { integrity, schema } = inspect(path);
    return integrity === "ok" && schema > 0;
  } catch (error) {
    if (meaningOf(error) instanceof Transient) throw error;
    return false;
  }
}

interface Restoring<Kept = string> {
  backup: string;
  /** Where the old content goes. */
  kept: Kept;
}

/** As long as any other write waits for the database. */
const TRIES = 20;
const PAUSE_MS = 250;

/**
 * The pages of the backup go into the database as one transaction of its write-ahead log: before its commit every
 * reader, and whoever opens the database after a kill, sees the old content, and after it the new.
 */
async function fill(path: string, { backup, kept }: Restoring): Promise<void> {
  const [watching, source] = [connect(path), connect(backup)];
  try {
    for (let attempt = 1; !(await keepAndCopy({ path, watching, source, kept })); attempt++) {
      rmSync(kept, { force: true });
      if (attempt === TRIES)
        throw new Transient("the database is being written by another process", "try again");
      await sleep(PAUSE_MS);
    }
    // The log is made durable; what it holds may be read from there.
    watching.pragma("wal_checkpoint(passive)");
  } catch (error) {
    rmSync(kept, { force: true });
    throw error;
  } finally {
    watching.close();
    source.close();
  }
}

interface Copying {
  path: string;
  /** Sees what others write into the database. */
  watching: Connection;
  source: Connection;
  kept: string;
}

class Overtaken extends Error {}

/** False if another process was writing, or wrote something that is not in what was kept: then nothing was changed. */
async function keepAndCopy({ path, watching, source, kept }: Copying): Promise<boolean> {
  const version = () => watching.pragma("data_version", { simple: true });
  const before = version();
  copyTo(path, kept);
  try {
    const { totalPages } = await source.backup(path, {
      // Called first when the write lock is taken and nothing is copied yet; then everything is copied in one step.
      progress: () => {
        if (version() !== before) throw new Overtaken();
        return ALL_PAGES;
      },
    });
    return totalPages > 0; // none were counted where the lock could not be taken
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
}

const ALL_PAGES = 0x7fffffff;

/**
 * There is no database, or none that can be read: the file itself is replaced. The old one gets its second name before
 * the new one takes its first, so that there is a file of that name at every moment.
 */
function replace(path: string, { backup, kept }: Restoring<string | null>): void {
  const copy = `${path}.restoring`;
  rmSync(copy, { force: true });
  copyTo(backup, copy);
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

function refuseNoBackup(backup: string) {
  if (!existsSync(backup)) throw new UserError(`no such backup: ${backup}`);
  const { integrity, schema, newest } = inspectBackup(backup);
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
function inspectBackup(backup: string): DatabaseHealth {
  try {
    return inspect(backup);
  } catch (error) {
    const meaning = meaningOf(error);
    if (!(meaning instanceof StoreDamaged)) throw error;
    throw new UserError(`${backup} is damaged: ${(error as Error).message}`, "use another backup");
  }
}
