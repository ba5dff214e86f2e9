import { canonicalTag } from "./languages.js";

/** What stands behind the language in names of subtitles: `film.en.sdh.srt`. Some of it reads like a language. */
const REMARKS = new Set(["sdh", "cc", "forced", "default", "foreign"]);

/** The language that a file's name says it is in: `fr` of `film.fr.srt`. Undefined if it says none. */
export function languageInName(name: string): string | undefined {
  const part = name
    .split(".")
    .slice(1, -1)
    .findLast((one) => !REMARKS.has(one.toLowerCase()));
  return part === undefined ? undefined : canonicalTag(part);
}
