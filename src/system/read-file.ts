import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { TooLarge } from "../errors.js";

/** A file's bytes; one of more than so many is refused before it is read. */
export async function readWithin(path: string, mostBytes: number): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > mostBytes) throw new TooLarge(size, mostBytes);
  return readFile(path);
}

/** A file's bytes; undefined if it is not there or can't be read. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
