import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { oneSpelling } from "../core/film-name.js";

/** Which files stand where, each folder read once. */
export class Names {
  readonly #folders = new Map<string, Map<string, string[]>>();

  /** The files at a path, by whatever spelling of the language. */
  alike(path: string): readonly string[] {
    return this.#in(dirname(path)).get(oneSpelling(basename(path))) ?? [];
  }

  #in(folder: string): Map<string, string[]> {
    const known = this.#folders.get(folder);
    if (known) return known;
    const names = new Map<string, string[]>();
    for (const name of namesIn(folder)) {
      const spelling = oneSpelling(name);
      names.set(spelling, [...(names.get(spelling) ?? []), join(folder, name)]);
    }
    this.#folders.set(folder, names);
    return names;
  }
}

/** None in a folder that can't be read: it may be made later, or its disk may be away. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
