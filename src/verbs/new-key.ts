import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "../context.js";
import { UserError } from "../errors.js";

/** Makes a new key; with `file` it is written there, readable by its owner alone, and never over another file. */
export function newKey(context: Context, { file }: { file?: string }): { key: string } | { file: string } {
  const key = context.newKey();
  if (file === undefined) return { key };
  const path = resolve(file);
  write(path, `${key}\n`);
  return { file: path };
}

/** Durable before anything is encrypted with it. */
function write(path: string, text: string): void {
  const handle = create(path);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function create(path: string): number {
  try {
    return openSync(path, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new UserError(`${path} exists already`, "name another file: a key in use must never be lost");
  }
}
