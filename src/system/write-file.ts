import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../errors.js";

/**
 * Writes a file so that readers see the old one or the whole new one, never a part: temporary file, fsync, rename.
 * Unless `replace`, an existing file is refused, whoever made it and however late.
 */
export function writeFileSafely(path: string, bytes: Uint8Array, replace: boolean): void {
  if (!replace && existsSync(path)) throw inTheWay(path);
  const temporary = join(dirname(path), `.transcron-${randomBytes(4).toString("hex")}.tmp`);
  const handle = openIn(temporary);
  try {
    let at = 0;
    while (at < bytes.length) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
    if (replace) renameSync(temporary, path);
    else {
      try {
        // A link, unlike a rename, fails if somebody else made the file meanwhile.
        linkSync(temporary, path);
      } catch (error) {
        const { code } = error as { code?: string };
        if (code === "EEXIST") throw inTheWay(path);
        if (!WITHOUT_LINKS.has(code ?? "")) throw error;
        copyFileSync(temporary, path, constants.COPYFILE_EXCL);
      }
    }
  } finally {
    closeSync(handle);
    rmSync(temporary, { force: true });
  }
}

function openIn(path: string): number {
  try {
    return openSync(path, "wx", 0o644);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== "ENOENT" && code !== "EACCES" && code !== "EROFS" && code !== "ENOTDIR") throw error;
    const why = code === "ENOENT" || code === "ENOTDIR" ? "is not there" : "can't be written";
    throw new UserError(`the folder ${dirname(path)} ${why}`, "name another with -o");
  }
}

/** What file systems answer that have no hard links. */
const WITHOUT_LINKS = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

const inTheWay = (path: string) =>
  new UserError(`${path} exists already`, "name another with -o, or overwrite it with --force");
