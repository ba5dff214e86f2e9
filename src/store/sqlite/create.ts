import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fchmodSync,
  linkSync,
  openSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { StoreDamaged } from "../../errors.js";
import { type Engine, plain } from "./engine.js";

/**
 * Makes a database file that is not there yet, in a folder that is. It gets its name when its first page is written, so that nobody ever
 * finds an empty one, and of processes that are first at once one makes it. Throws StoreDamaged for one of no bytes.
 * Under a key it is encrypted from that page on.
 */
export function createIfMissing(file: string, engine: Engine = plain): void {
  refuseEmpty(file);
  if (existsSync(file)) return;
  const temporary = join(dirname(file), `.transcron-${randomBytes(4).toString("hex")}.tmp`);
  try {
    makePrivately(temporary);
    writeFirstPage(temporary, engine);
    linkUnlessThere(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * A database has a first page from its beginning: one of no bytes has lost what it held. To fill it anew would pay for
 * everything again.
 */
export function refuseEmpty(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.size !== 0) return;
  throw new StoreDamaged(`the database ${file} is empty: what it held is lost`);
}

/** WAL and shared memory files take the mode of the database, so it is private before it is opened. */
function makePrivately(file: string) {
  const handle = openSync(file, "wx", 0o600);
  try {
    fchmodSync(handle, 0o600); // a umask may have taken more
  } finally {
    closeSync(handle);
  }
}

function writeFirstPage(file: string, engine: Engine) {
  const connection = engine.open(file);
  try {
    connection.pragma("auto_vacuum = incremental"); // counts before the first page only
    connection.pragma("journal_mode = wal");
  } finally {
    connection.close();
  }
}

/** What file systems answer that have no hard links. */
const WITHOUT_LINKS = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

function linkUnlessThere(from: string, to: string) {
  try {
    linkSync(from, to);
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (code === "EEXIST") return;
    if (!WITHOUT_LINKS.has(code)) throw error;
    copyUnlessThere(from, to);
  }
}

function copyUnlessThere(from: string, to: string) {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
  }
}
