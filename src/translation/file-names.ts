import { basename, dirname, extname, join } from "node:path";
import { baseOf, canonicalTag } from "../core/languages.js";
import { formatNamed } from "../formats/index.js";

/**
 * The name media players find a translation under: `talk.srt` is `talk.fr.srt`, and `talk.en.srt`, being English,
 * is `talk.fr.srt` too. `format` gives another ending.
 */
export function translatedName(
  name: string,
  sourceLang: string | null,
  targetLang: string,
  format?: string,
): string {
  const extension = extname(name);
  const stem = basename(name, extension);
  const tag = /\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)$/.exec(stem)?.[1];
  const known = tag && canonicalTag(tag);
  const isSource = known && (sourceLang === null || baseOf(known) === baseOf(sourceLang));
  const bare = isSource ? stem.slice(0, -tag.length - 1) : stem;
  return `${bare}.${targetLang}${format ? extensionOf(name, format) : extension}`;
}

/** A file keeps the ending it has where that fits the format. */
function extensionOf(name: string, format: string): string {
  const own = extname(name).toLowerCase();
  const { extensions } = formatNamed(format);
  return extensions.includes(own) ? own : (extensions[0] ?? ".txt");
}

/** The option that names a format where a path's ending does not tell it: paragraphs end in .txt, too. */
export const formatOption = (path: string, format: string): string[] =>
  formatNamed(format).extensions.includes(extname(path).toLowerCase()) ? [] : ["--format", format];

export const besideSource = (path: string, name: string) => (path ? join(dirname(path), name) : name);
