import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Context } from "../context.js";
import { UserError } from "../errors.js";
import { EXTENSIONS, MAX_BYTES } from "../formats/index.js";
import { readWithin } from "../system/read-file.js";
import { walk } from "../system/walk.js";

/** What is to be read: a file or folder by its path, or bytes that have no name. */
export type Source = { path: string } | { bytes: Uint8Array };

/** The bytes of a source that is one file. Throws TooLarge beyond MAX_BYTES. */
export const bytesOf = async (source: Source): Promise<Uint8Array> =>
  "bytes" in source ? source.bytes : readWithin(source.path, MAX_BYTES);

interface Expanded {
  sources: Source[];
  folder: boolean;
  /** What is in the folder under a name that is not UTF-8, as it may be shown: it can't be opened by that. */
  unnamable: string[];
}

/**
 * A folder stands for the files in it that have a known ending, without those that are translations: by their name
 * (`talk.fr.srt` for the target fr), or because they were written here. Anything else stands for itself.
 */
export async function expand(
  context: Context,
  source: Source,
  targets: readonly string[],
): Promise<Expanded> {
  const alone: Expanded = { sources: [source], folder: false, unnamable: [] };
  if ("bytes" in source) return alone;
  const { path } = source;
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new UserError(
      "no such file or folder",
      "check the path; cron starts in the home folder, so give it absolute ones",
    );
  });
  if (!info.isDirectory()) return alone;
  const store = await context.store();
  const sources: Source[] = [];
  const { files, unnamable } = await walk(path);
  for (const file of files.filter(isCandidate(targets)))
    if (!(await store.isExported(resolve(file)))) sources.push({ path: file });
  return {
    sources,
    folder: true,
    unnamable: unnamable
      .flatMap(({ shown, isFolder }) => (isFolder || hasEnding(shown) ? [shown] : []))
      .sort(),
  };
}

const hasEnding = (path: string) => EXTENSIONS.some((extension) => path.toLowerCase().endsWith(extension));

/** Whether a file of a folder is to be translated into these languages. */
function isCandidate(targets: readonly string[]): (path: string) => boolean {
  const tags = targets.map((tag) => tag.toLowerCase());
  const isTranslation = (name: string) =>
    name
      .split(".")
      .slice(1, -1)
      .some((part) => tags.includes(part));
  return (path) => {
    const name = basename(path).toLowerCase();
    return !name.startsWith(".") && hasEnding(name) && !isTranslation(name);
  };
}
