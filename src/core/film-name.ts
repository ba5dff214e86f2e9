import { languageInName, withLanguage } from "./name-language.js";

/** The name of the film that a file belongs to: `film.en.srt` and `film.srt` are of `film.srt`. */
export const filmOf = (name: string): string => lowerEnding(withLanguage(name, undefined));

/** One spelling of names that say the same: `film.FRE.SRT` is `film.fr.srt`. */
export const oneSpelling = (name: string): string => lowerEnding(withLanguage(name, languageInName(name)));

const lowerEnding = (name: string) => name.replace(/\.[^.]*$/, (ending) => ending.toLowerCase());
