import { baseOf } from "./languages.js";
import { readName } from "./name-language.js";

interface FilePair {
  translation: string;
  source: string;
}

interface Unpaired {
  file: string;
  side: "translation" | "source";
  reason: string;
}

/**
 * Which file is the translation of which, by their paths below two folders: folders and names must be the same but for
 * the language, and what else differs (`sdh`, the ending) must leave no doubt. A source may have several translations.
 */
export function pairFiles(translations: readonly string[], sources: readonly string[]) {
  const indexes = KEYS.map((keyOf) => grouped(sources, keyOf));
  const pairs: FilePair[] = [];
  const unpaired: Unpaired[] = [];
  const wanted = new Set<string>();
  for (const translation of translations) {
    const found = KEYS.map((keyOf, level) =>
      (indexes[level]!.get(keyOf(translation)) ?? []).filter((source) => mayTranslate(translation, source)),
    ).find(({ length }) => length > 0);
    for (const source of found ?? []) wanted.add(source);
    const [source, another] = found ?? [];
    if (source !== undefined && another === undefined) pairs.push({ translation, source });
    else {
      const reason = found ? `several sources have its name: ${found.join(", ")}` : "no source has its name";
      unpaired.push({ file: translation, side: "translation", reason });
    }
  }
  for (const file of sources.filter((source) => !wanted.has(source)))
    unpaired.push({ file, side: "source", reason: "no translation has its name" });
  return { pairs, unpaired };
}

/** What two files have in common, from the strictest to the most lenient. */
const KEYS: ((path: string) => string)[] = [
  (path) => keyOf(path, ({ stem, remarks, ending }) => [stem, ...lower(remarks), ending]),
  (path) => keyOf(path, ({ stem, remarks }) => [stem, ...lower(remarks)]),
  (path) => keyOf(path, ({ stem }) => [stem]),
];

const lower = (remarks: readonly string[]) => remarks.map((remark) => remark.toLowerCase());

function keyOf(path: string, parts: (name: ReturnType<typeof readName>) => string[]): string {
  const at = path.lastIndexOf("/") + 1;
  return `${path.slice(0, at)}${parts(readName(path.slice(at))).join(".")}`;
}

const languageOf = (path: string): string | undefined =>
  readName(path.slice(path.lastIndexOf("/") + 1)).language;

/** Whether a file is in this language as far as its name says. */
export function maybeIn(path: string, language: string): boolean {
  const own = languageOf(path);
  return own === undefined || baseOf(own) === baseOf(language);
}

function mayTranslate(translation: string, source: string): boolean {
  const [to, from] = [languageOf(translation), languageOf(source)];
  return to === undefined || from === undefined || to !== from;
}

function grouped(paths: readonly string[], keyOf: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const group = groups.get(keyOf(path));
    if (group) group.push(path);
    else groups.set(keyOf(path), [path]);
  }
  return groups;
}
