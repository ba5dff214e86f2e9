import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "../../core/command-line.js";
import type { Folder } from "../../store/folders.js";
import { type Check, type Found, ok, warning } from "./finding.js";

/** Watched folders that are not there, or that the last scan could not look into. */
export const folders: Check = async ({ home, store: open }) => {
  if (!existsSync(join(home, "transcron.db"))) return [];
  const watched = await (await open()).listFolders();
  const found = watched.flatMap(troubleWith);
  return found.length || watched.length === 0 ? found : ok(`${watched.length} watched`);
};

function troubleWith({ path, error }: Folder): Found[] {
  const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isThere && error === null) return [];
  return warning(
    isThere
      ? `the watched folder ${path} could not be scanned: ${error}`
      : `the watched folder ${path} is missing`,
    `mount its disk, or, if it is gone for good: ${commandLine("folder", "remove", path)}`,
  );
}
