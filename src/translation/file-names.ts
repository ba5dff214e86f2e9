import { basename, dirname, extname, join, relative } from "node:path";
import { baseOf } from "../core/languages.js";
import { readName } from "../core/name-language.js";
import { EXTENSIONS, formatNamed } from "../formats/index.js";

interface Named {
  name: string;
  /** Empty for standard input. */
  path: string;
  format: string;
}

/**
 * The name media players find a translation under: `talk.srt` is `talk.fr.srt`, and `talk.en.srt`, being English,
 * is `talk.fr.srt` too; `talk.en.forced.srt` is `talk.fr.forced.srt`. A name without an ending gets that of its format; `format` asks for another.
 */
export function translatedName(
  source: Named,
  { sourceLang, targetLang }: { sourceLang: string | null; targetLang: string },
  format?: string,
): string {
  const ending = endingOf(source);
  // A name that somebody gave may have no ending; what is read needs one.
  const name = `${basename(source.name, ending)}.x`;
  const { stem, language, remarks } = readName(name);
  const isSource = language !== undefined && (sourceLang === null || baseOf(language) === baseOf(sourceLang));
  const own = isSource
    ? stem
    : name
        .split(".")
        .slice(0, -1 - remarks.length)
        .join(".");
  const fits = ending !== "" && format === undefined;
  const called = [own, targetLang, ...remarks].join(".");
  return called + (fits ? ending : endingFor(format ?? source.format, ending));
}

/** A file's own name may end in anything; in a name that somebody gave, a dot may mean something else. */
function endingOf({ name, path }: Named): string {
  const ending = extname(name);
  const isEnding = EXTENSIONS.includes(ending.toLowerCase()) || (path !== "" && basename(path) === name);
  return isEnding ? ending : "";
}

/** A file keeps the ending it has where that fits the format. */
function endingFor(format: string, ending: string): string {
  const own = ending.toLowerCase();
  const { extensions } = formatNamed(format);
  return extensions.includes(own) ? own : (extensions[0] ?? ".txt");
}

/** The option that names a format where a path's ending does not tell it: paragraphs end in .txt, too. */
export function formatOption(path: string, format: string): string[] {
  const { name, extensions } = formatNamed(format);
  return extensions.includes(extname(path).toLowerCase()) ? [] : ["--format", name];
}

/** The subfolders that a file of an added folder is in: `Season 1`; empty for a file that was named itself. */
export const subfolderOf = ({ sourcePath, root }: { sourcePath: string; root: string | null }): string =>
  root === null ? "" : relative(root, dirname(sourcePath));

export const besideSource = (path: string, name: string) => (path ? join(dirname(path), name) : name);
