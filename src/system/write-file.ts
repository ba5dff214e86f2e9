import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../errors.js";

interface Writing {
  /** Also over an existing file; else that is refused, whoever made it and however late. */
  replace: boolean;
  /** A file whose owner, group and mode the new one gets, as far as that is possible. */
  like?: string;
}

/**
 * Writes a file so that readers see the old one or the whole new one, never a part, also after a power cut: temporary
 * file, fsync, rename, fsync of the folder.
 */
export function writeFileSafely(path: string, bytes: Uint8Array, { replace, like }: Writing): void {
  if (!replace && existsSync(path)) throw inTheWay(path);
  const temporary = join(dirname(path), `.transcron-${randomBytes(4).toString("hex")}.tmp`);
  const handle = openIn(temporary);
  try {
    let at = 0;
    while (at < bytes.length) at += writeSync(handle, bytes, at);
    if (like) resemble(handle, like);
    fsyncSync(handle);
    if (replace) renameSync(temporary, path);
    else linkUnlessThere(temporary, path);
    syncFolder(dirname(path));
  } finally {
    closeSync(handle);
    rmSync(temporary, { force: true });
  }
}

/** A link, unlike a rename, fails if somebody else made the file meanwhile. */
function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EEXIST") throw inTheWay(to);
    if (!WITHOUT_LINKS.has(code ?? "")) throw error;
    copyUnlessThere(from, to);
  }
}

function copyUnlessThere(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    throw (error as { code?: string }).code === "EEXIST" ? inTheWay(to) : error;
  }
}

/** Best effort: only root may give a file away, and a source may be gone. */
function resemble(handle: number, like: string): void {
  const source = statSync(like, { throwIfNoEntry: false });
  if (!source) return;
  attempt(() => fchownSync(handle, source.uid, source.gid));
  attempt(() => fchmodSync(handle, source.mode & 0o777));
}

/** A new name is durable when its folder is; not every system and file system can do that for a folder. */
function syncFolder(folder: string): void {
  attempt(() => {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  });
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // What was asked for is a courtesy; the file itself is written.
  }
}

function openIn(path: string): number {
  try {
    return openSync(path, "wx", 0o644);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== "ENOENT" && code !== "EACCES" && code !== "EROFS" && code !== "ENOTDIR") throw error;
    const why = code === "ENOENT" || code === "ENOTDIR" ? "is not there" : "can't be written";
    throw because(new UserError(`the folder ${dirname(path)} ${why}`, "make it, or name another"), error);
  }
}

function because(error: Error, cause: unknown): Error {
  error.cause = cause;
  return error;
}

/** What passes when a disk comes back, has room again or is mended; a missing mount is an empty or closed folder. */
const PASSING = new Set([
  ...["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "ENOENT", "ESTALE", "ENOTCONN", "EHOSTDOWN", "ETIMEDOUT"],
  ...["EBUSY", "EMFILE", "ENFILE"],
]);

/** Whether what kept a file from being written may pass by itself; a file that is in the way does not. */
export function mayPass(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return PASSING.has(code ?? cause?.code ?? "");
}

/** What file systems answer that have no hard links. */
const WITHOUT_LINKS = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

const inTheWay = (path: string) =>
  new UserError(`${path} exists already`, "name another with `-o`, or overwrite it with `--force`");
