import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The names under which files are written before they get their own; nothing else has such names. */
const UNFINISHED =
  /^(\.transcron-[0-9a-f]{8}\.tmp|transcron-\d{14}(-\d+)?\.db\.partial|transcron\.db\.(restoring|rekeying))(-(wal|shm|journal))?$/;

/** Removes what killed processes left half written in these folders, if it is older. Returns the paths. */
export function removeLeftovers(folders: Iterable<string>, before: number): string[] {
  return [...folders].flatMap((folder) =>
    namesIn(folder)
      .filter((name) => UNFINISHED.test(name))
      .map((name) => join(folder, name))
      .filter((path) => isOldFile(path, before) && removed(path)),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // gone meanwhile, or not ours to read
  }
}

function isOldFile(path: string, before: number): boolean {
  const info = lstatSync(path, { throwIfNoEntry: false });
  return info?.isFile() === true && info.mtimeMs < before;
}

function removed(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch {
    return false;
  }
}
