import { isUtf8 } from "node:buffer";
import type { Dirent } from "node:fs";
import { statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export interface Walked {
  /** The paths of the files in a folder and its folders, in order. */
  files: string[];
  /** Links, which are not followed. */
  links: { path: string; toFolder: boolean }[];
  /** Folders that can't be opened, and why. */
  closed: { path: string; why: string }[];
  /** Files and folders whose names are not UTF-8: no text is their path, so this is how it may be shown. */
  unnamable: { shown: string; isFolder: boolean }[];
}

/** What systems and programs keep among people's files, in lower case. Whatever begins with a dot is theirs, too. */
const NOT_FOR_PEOPLE = new Set([
  "node_modules",
  "lost+found",
  // Windows
  "$recycle.bin",
  "recycler",
  "recycled",
  "system volume information",
  // what Macs leave on file servers and in archives
  "network trash folder",
  "temporary items",
  "__macosx",
  // network storage: bins, previews, and snapshots, which would be every file once more
  "#recycle",
  "@recycle",
  "@eadir",
  "@tmp",
  "@sharebin",
  "#snapshot",
  "~snapshot",
  "@recently-snapshot",
]);

const isForPeople = (name: string) => !name.startsWith(".") && !NOT_FOR_PEOPLE.has(name.toLowerCase());

/**
 * Finds the files below a folder, but for those of systems and programs. Names are read as bytes, since Node gives a
 * name that is not UTF-8 as another. Throws what the file system answers if the folder itself can't be opened.
 */
export async function walk(folder: string): Promise<Walked> {
  const walked: Walked = { files: [], links: [], closed: [], unnamable: [] };
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of await entriesOf(next, next === folder, walked)) {
      const name = entry.name.toString();
      if (!isForPeople(name)) continue;
      const path = join(next, name);
      const isFolder = entry.isDirectory();
      const isLink = entry.isSymbolicLink();
      if (!isFolder && !isLink && !entry.isFile()) continue;
      if (!isUtf8(entry.name)) walked.unnamable.push({ shown: path, isFolder });
      else if (isFolder) folders.push(path);
      else if (isLink) walked.links.push({ path, toFolder: isFolderAt(path) });
      else walked.files.push(path);
    }
  }
  walked.files.sort();
  return walked;
}

/** A folder inside that can't be opened keeps no other from being searched; one that is gone meanwhile is empty. */
async function entriesOf(path: string, isFirst: boolean, walked: Walked): Promise<Dirent<Buffer>[]> {
  try {
    return await readdir(path, { withFileTypes: true, encoding: "buffer" });
  } catch (error) {
    if (isFirst) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") walked.closed.push({ path, why: code ?? message });
    return [];
  }
}

/** A link may lead nowhere, or round in a circle. */
function isFolderAt(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A file as its folder shows it, before it is read. */
export interface FoundFile {
  /** Absolute. */
  path: string;
  /** Bytes. */
  size: number;
  modifiedMs: number;
}

/** Files that are looked at at once, since a file server takes its time over each; more are no faster. */
const AT_ONCE = 64;

/** Looks at files without opening them, by path. One that is gone or can't be looked at is left out. */
export async function findFiles(paths: readonly string[]): Promise<Map<string, FoundFile>> {
  const files = new Map<string, FoundFile>();
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    const some = paths.slice(from, from + AT_ONCE);
    for (const file of await Promise.all(some.map(find))) if (file) files.set(file.path, file);
  }
  return files;
}

const find = (path: string): Promise<FoundFile | undefined> =>
  stat(path).then(
    ({ size, mtimeMs }) => ({ path, size, modifiedMs: mtimeMs }),
    () => undefined,
  );
