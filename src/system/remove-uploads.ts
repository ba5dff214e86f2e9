import { rmSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Deletes copies of recordings that nothing needs any more. What is not in the home's `uploads` stays: a recording of
 * its owner is never deleted. Returns how many are gone; one that can't be deleted stays.
 */
export function removeUploads(home: string, paths: readonly string[]): number {
  const folder = `${join(resolve(home), "uploads")}/`;
  let removed = 0;
  for (const path of paths) {
    if (!resolve(path).startsWith(folder)) continue;
    try {
      rmSync(path, { force: true });
      removed++;
    } catch {
      // Its row is gone already; a file that stays harms nobody.
    }
  }
  return removed;
}
