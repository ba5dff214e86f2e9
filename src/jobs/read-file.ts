import { readFile, stat } from "node:fs/promises";
import { UserError } from "../errors.js";
import { MAX_BYTES, tooLarge } from "../formats/index.js";

/** A file's bytes; one that is too large is refused before it is read. */
export async function readWithin(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > MAX_BYTES) throw new UserError(tooLarge(size));
  return readFile(path);
}
