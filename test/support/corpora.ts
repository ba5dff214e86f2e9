import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Real files live beside a checkout, not in it; where they are absent the tests over them skip and say so. */
const folder = fileURLToPath(new URL("../../../shared/corpora", import.meta.url));

export const hasCorpora = existsSync(folder);

if (!hasCorpora) console.warn("skipped: the corpora of real subtitles are not beside this checkout");

/** All files below a folder of the corpora, relative to it, that end in one of these. */
export function corpusFiles(under: string, ...endings: string[]): string[] {
  if (!hasCorpora) return [];
  return readdirSync(join(folder, under), { recursive: true, encoding: "utf8" })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(under, name))
    .sort();
}

export const readCorpus = (name: string) => readFileSync(join(folder, name));
export const corpusPath = (name: string) => join(folder, name);
