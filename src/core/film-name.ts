import { languageInName } from "./name-language.js";

/** The name of the film that a file belongs to: `film.en.srt` and `film.srt` are of `film.srt`. */
export const filmOf = (name: string): string => withLanguage(name, []);

/** One spelling of names that say the same: `film.FR.SRT` is `film.fr.srt`. */
export function oneSpelling(name: string): string {
  const language = languageInName(name);
  return language === undefined ? lowerEnding(name) : withLanguage(name, [language]);
}

/** A name with another language, or none, in place of its own. */
function withLanguage(name: string, language: readonly string[]): string {
  const own = languageInName(name);
  if (own === undefined) return lowerEnding(name);
  const parts = lowerEnding(name).split(".");
  const at = parts.findLastIndex((part, index) => index > 0 && languageInName(`x.${part}.x`) === own);
  return at < 0 ? parts.join(".") : parts.toSpliced(at, 1, ...language).join(".");
}

const lowerEnding = (name: string) => name.replace(/\.[^.]*$/, (ending) => ending.toLowerCase());
