import { readName } from "./name-language.js";

/** The name of the film that a file belongs to: `film.en.srt` and `film.srt` are of `film.srt`. */
export const filmOf = (name: string): string => spelled(name, { withLanguage: false });

/** One spelling of names that say the same: `film.FRE.SRT` is `film.fr.srt`. */
export const oneSpelling = (name: string): string => spelled(name, { withLanguage: true });

/** A name is read once: a folder of 10,000 files asks for this 30,000 times. */
function spelled(name: string, { withLanguage }: { withLanguage: boolean }): string {
  const { stem, language, remarks, ending } = readName(name);
  const parts = [stem];
  if (withLanguage && language !== undefined) parts.push(language);
  parts.push(...remarks);
  if (name.includes(".")) parts.push(ending);
  return parts.join(".");
}
