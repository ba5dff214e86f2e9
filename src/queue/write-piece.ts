import { existsSync } from "node:fs";
import { extname } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { freeName } from "../core/free-name.js";
import { UserError } from "../errors.js";
import type { WorkId } from "../store/deliveries.js";
import { readIfThere } from "../system/read-file.js";
import { writeFileSafely } from "../system/write-file.js";

interface Writing {
  work: WorkId;
  /** Absolute. */
  path: string;
  bytes: Uint8Array;
  /** A file whose mode and owner it takes, if there is one. */
  like?: string;
  /** What it was made of, as it is remembered: a recording's path, a job's id. */
  source: string;
  /** Empty where it has none. */
  language: string;
}

/**
 * Writes the file of a finished recording or job and notes it: never over a file that something else wrote or changed.
 * Throws UserError for one that is in the way, and what the file system throws.
 */
export async function writePiece(
  context: Context,
  { work, path, bytes, like, source, language }: Writing,
): Promise<void> {
  const store = await context.store();
  const there = readIfThere(path);
  // The very same bytes: a kill came between writing the file and noting it.
  if (!there?.equals(bytes)) {
    const ours = there !== undefined && (await store.isOurPiece({ path, bytes: there, source, language }));
    if (there && !ours) throw inTheWay(work, path);
    writeFileSafely(path, bytes, { replace: ours, ...(like === undefined ? {} : { like }) });
  }
  await store.markPieceExported(work, { path, bytes, source, language, now: context.clock.now() });
}

function inTheWay({ id }: WorkId, path: string): UserError {
  const extension = extname(path);
  const beside = freeName(path.slice(0, path.length - extension.length), existsSync, extension);
  return new UserError(
    `${path} exists already`,
    `${commandLine("export", id, "-o", beside)}, or over it: ${commandLine("export", id, "-o", path, "--force")}`,
  );
}
