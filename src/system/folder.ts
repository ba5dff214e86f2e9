import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { explain, UserError } from "../errors.js";

/** The mode of folders that nobody else may look into. */
export const PRIVATE = 0o700;

/**
 * Makes a folder, and those it is in, unless it is there. Throws UserError with the path and the reason where that is
 * impossible; a full disk is thrown as it is. Node's own `recursive` never returns where a file system answers
 * "no such folder" inside one that is there, as /proc does.
 */
export function makeFolder(path: string, mode?: number): void {
  try {
    makeWithParents(path, mode);
  } catch (error) {
    const known = explain(error);
    if (known?.kind === "later") throw error;
    const why = known?.message ?? (error as Error).message;
    throw new UserError(`the folder ${path} can't be made: ${why}`, "use another --home or path");
  }
}

function makeWithParents(path: string, mode: number | undefined): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeWithParents(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const madeMeanwhile = (error as { code?: string }).code === "EEXIST" && isFolder(path);
    if (!madeMeanwhile) throw error;
  }
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
