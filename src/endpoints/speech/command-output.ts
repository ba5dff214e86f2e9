import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { NeverAgain } from "../../errors.js";

/** A transcript of a day is a few megabytes. */
export const MOST_TRANSCRIPT = 16 * 1024 * 1024;

/** Endings that programs add to the path they are given, or use in a folder of that name; the richest first. */
const ENDINGS = [".json", ".srt", ".vtt", ".txt"];

/**
 * What a program left at the path it was given: there, there with an ending, or in a folder of that name. Undefined if
 * it left nothing, or an empty file. Throws NeverAgain for more than 16 MB.
 */
export function leftAt(out: string): { bytes: Uint8Array; name: string | null } | undefined {
  for (const path of [out, ...ENDINGS.map((ending) => out + ending), ...within(out)]) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found?.isFile() || found.size === 0) continue;
    if (found.size > MOST_TRANSCRIPT)
      throw new NeverAgain("engine_failed", "the command wrote a transcript of more than 16 MB");
    const ending = extname(path);
    return { bytes: readFileSync(path), name: ENDINGS.includes(ending) ? `reply${ending}` : null };
  }
  return undefined;
}

/** The files of a folder that are named like transcripts, the richest first. */
function within(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names = readdirSync(folder).sort();
  return ENDINGS.flatMap((ending) => names.filter((name) => extname(name) === ending)).map((name) =>
    join(folder, name),
  );
}
