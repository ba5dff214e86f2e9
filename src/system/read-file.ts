import { constants, readFileSync, type Stats } from "node:fs";
import { open, stat } from "node:fs/promises";
import { TooLarge, UserError } from "../errors.js";

const CHUNK = 1024 ** 2;

/**
 * A file's bytes. One of more than so many is refused before it is read, and while it is read if it grows meanwhile.
 * Throws UserError for what is no file: devices and pipes may have no end.
 */
export async function readWithin(path: string, mostBytes: number): Promise<Buffer> {
  refuseUnlessFile(await stat(path));
  // Without waiting: by now it may be a pipe that nobody writes into.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const info = await handle.stat();
    refuseUnlessFile(info);
    if (info.size > mostBytes) throw new TooLarge(info.size, mostBytes);
    const chunks: Buffer[] = [];
    for (let total = 0; ; ) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK);
      if (bytesRead === 0) return Buffer.concat(chunks);
      chunks.push(buffer.subarray(0, bytesRead));
      total += bytesRead;
      if (total > mostBytes) throw new TooLarge(total, mostBytes);
    }
  } finally {
    await handle.close();
  }
}

function refuseUnlessFile(info: Stats) {
  if (info.isFile()) return;
  throw new UserError(`this is a ${kindOf(info)}, not a file`, "name a file, or - to read standard input");
}

function kindOf(info: Stats): string {
  if (info.isDirectory()) return "folder";
  if (info.isFIFO()) return "pipe";
  return info.isSocket() ? "socket" : "device";
}

/** A file's bytes; undefined if it is not there or can't be read. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
