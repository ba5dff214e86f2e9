import { canonicalTag } from "./languages.js";

/** What stands behind the language in names of subtitles: `film.en.sdh.srt`. Some of it reads like a language. */
const REMARKS = new Set(["sdh", "cc", "forced", "default", "foreign"]);

/** What a file's name says: `film.en.sdh.srt` is the stem `film`, in English, with a remark and an ending. */
interface SaidByName {
  stem: string;
  language: string | undefined;
  remarks: string[];
  /** Empty if there is none. */
  ending: string;
}

export function readName(name: string): SaidByName {
  const parts = name.split(".");
  const ending = parts.length > 1 ? parts.pop()!.toLowerCase() : "";
  const remarks: string[] = [];
  while (parts.length > 1 && REMARKS.has(parts.at(-1)!.toLowerCase()))
    remarks.unshift(parts.pop()!.toLowerCase());
  const language = parts.length > 1 ? canonicalTag(parts.at(-1)!) : undefined;
  if (language !== undefined) parts.pop();
  return { stem: parts.join("."), language, remarks, ending };
}

/** The language that a file's name says it is in: `fr` of `film.fr.srt`. Undefined if it says none. */
export const languageInName = (name: string): string | undefined => readName(name).language;
