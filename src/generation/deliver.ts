import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Context } from "../context.js";
import { UserError } from "../errors.js";
import type { Log } from "../log.js";
import { deliverAll } from "../queue/deliver.js";
import { writePiece } from "../queue/write-piece.js";

/** Writes finished documents where it was decided when their jobs were added. */
export const deliver = (context: Context, log: Log): Promise<number> =>
  deliverAll(context, { kind: "generation", log }, async (id) => ({ path: await write(context, id) }));

async function write(context: Context, id: string): Promise<string> {
  const store = await context.store();
  const { result, targetPath } = await store.job(id);
  if (result === null || targetPath === null) throw new UserError(`${id} has no document to write`);
  // Only the folder itself is made: where the one above it is missing, a disk may be away.
  try {
    mkdirSync(dirname(targetPath));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const bytes = Buffer.from(result, "utf8");
  const work = { kind: "generation", id } as const;
  await writePiece(context, { work, path: targetPath, bytes, source: id, language: "" });
  return targetPath;
}
