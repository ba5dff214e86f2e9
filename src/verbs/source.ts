import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Context } from "../context.js";
import { UserError } from "../errors.js";
import { EXTENSIONS, MAX_BYTES } from "../formats/index.js";
import { readWithin } from "../system/read-file.js";

/** What is to be read: a file or folder by its path, or bytes that have no name. */
export type Source = { path: string } | { bytes: Uint8Array };

/** The bytes of a source that is one file. Throws TooLarge beyond MAX_BYTES. */
export const bytesOf = async (source: Source): Promise<Uint8Array> =>
  "bytes" in source ? source.bytes : readWithin(source.path, MAX_BYTES);

/**
 * A folder stands for the files in it that have a known ending, without those that are translations: by their name
 * (`talk.fr.srt` for the target fr), or because they were written here. Anything else stands for itself.
 */
export async function expand(
  context: Context,
  source: Source,
  targets: readonly string[],
): Promise<{ sources: Source[]; folder: boolean }> {
  if ("bytes" in source) return { sources: [source], folder: false };
  const { path } = source;
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new UserError(
      "no such file or folder",
      "check the path; cron starts in the home folder, so give it absolute ones",
    );
  });
  if (!info.isDirectory()) return { sources: [source], folder: false };
  const store = await context.store();
  const sources: Source[] = [];
  for (const file of await candidates(path, targets))
    if (!(await store.isExported(resolve(file)))) sources.push({ path: file });
  return { sources, folder: true };
}

async function candidates(folder: string, targets: readonly string[]): Promise<string[]> {
  const tags = targets.map((tag) => tag.toLowerCase());
  const isTranslation = (name: string) =>
    name
      .split(".")
      .slice(1, -1)
      .some((part) => tags.includes(part));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .filter(({ name }) => {
      const lower = name.toLowerCase();
      return EXTENSIONS.some((extension) => lower.endsWith(extension)) && !isTranslation(lower);
    })
    .map((entry) => join(entry.parentPath ?? folder, entry.name))
    .sort();
}
