import { accessSync, constants, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { formatOfPath } from "../formats/index.js";

export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The format a path asks for; an ending that is none leaves the source's, and that is said. */
export function formatWanted(path: string, remarks: string[]): string | undefined {
  try {
    return formatOfPath(path).name;
  } catch {
    remarks.push(`${path} is written in the source's format, since its ending names none`);
    return undefined;
  }
}

/** The path; only its name, which is the current folder, where its folder can't be written, as on a read-only medium. */
export function writableOrHere(path: string): string {
  try {
    accessSync(dirname(path), constants.W_OK);
    return path;
  } catch {
    return basename(path);
  }
}
