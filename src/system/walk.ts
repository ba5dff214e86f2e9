import { isUtf8 } from "node:buffer";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

interface Walked {
  /** The paths of the files in a folder and its folders, in order. Links are not followed. */
  files: string[];
  /** Files and folders whose names are not UTF-8: no text is their path, so this is how it may be shown. */
  unnamable: { shown: string; isFolder: boolean }[];
}

/** Finds the files below a folder. Names are read as bytes, since Node gives a name that is not UTF-8 as another. */
export async function walk(folder: string): Promise<Walked> {
  const walked: Walked = { files: [], unnamable: [] };
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of await readdir(next, { withFileTypes: true, encoding: "buffer" })) {
      const path = join(next, entry.name.toString());
      const isFolder = entry.isDirectory();
      if (!isFolder && !entry.isFile()) continue;
      if (!isUtf8(entry.name)) walked.unnamable.push({ shown: path, isFolder });
      else if (isFolder) folders.push(path);
      else walked.files.push(path);
    }
  }
  walked.files.sort();
  return walked;
}
