import { baseOf, canonicalTag } from "./languages.js";

/** What stands behind the language in names of subtitles, and keeps files of one language apart: `film.en.sdh.srt`. */
const REMARKS = new Set([
  "sdh",
  "cc",
  "forced",
  "default",
  "foreign",
  "signs",
  "songs",
  "lyrics",
  "commentary",
]);

/** For the hearing-impaired; without a language before it, it is Hindi. */
const HEARING_IMPAIRED = "hi";

/** Codes of subtitle sites that are in no standard. */
const SITE_CODES: Record<string, string> = { pob: "pt-BR", chs: "zh-Hans", cht: "zh-Hant" };

/** Languages with no code of two letters that subtitles come in; the others' codes are mostly words: `war`, `new`. */
const OF_THREE_LETTERS = new Set(["fil", "yue", "cmn", "ckb", "haw", "ast", "gsw"]);

/** What a file's name says: `Film.en.SDH.srt` is the stem `Film`, in English, with a remark and an ending. */
interface SaidByName {
  stem: string;
  /** Canonical. */
  language: string | undefined;
  /** As they are written. */
  remarks: string[];
  /** In small letters; empty if there is none. */
  ending: string;
}

export function readName(name: string): SaidByName {
  const parts = name.split(".");
  const ending = parts.length > 1 ? parts.pop()!.toLowerCase() : "";
  const remarks: string[] = [];
  while (parts.length > 1 && isRemark(parts)) remarks.unshift(parts.pop()!);
  const language = parts.length > 1 ? languageOf(parts.at(-1)!) : undefined;
  if (language !== undefined) parts.pop();
  return { stem: parts.join("."), language, remarks, ending };
}

function isRemark(parts: readonly string[]): boolean {
  const last = parts.at(-1)!.toLowerCase();
  if (last !== HEARING_IMPAIRED) return REMARKS.has(last);
  return parts.length > 2 && languageOf(parts.at(-2)!) !== undefined;
}

/**
 * The language of a part of a name: ISO 639-1, 639-2 of both kinds (`ger` and `deu` are `de`), BCP 47 also with `_`.
 * Codes are in small letters or capitals throughout: in `Let.It.Be.srt` there is no Belarusian.
 */
function languageOf(part: string): string | undefined {
  const code = part.split(/[-_]/, 1)[0]!;
  if (code !== code.toLowerCase() && code !== code.toUpperCase()) return undefined;
  const tag = SITE_CODES[part.toLowerCase()] ?? canonicalTag(part);
  return tag !== undefined && (baseOf(tag).length === 2 || OF_THREE_LETTERS.has(baseOf(tag)))
    ? tag
    : undefined;
}

/** The language that a file's name says it is in: `fr` of `film.fr.srt`. Undefined if it says none. */
export const languageInName = (name: string): string | undefined => readName(name).language;

/** A name with a language in place of its own, or with none; remarks stay behind it. */
export function withLanguage(name: string, language: string | undefined): string {
  const { stem, remarks } = readName(name);
  const dot = name.lastIndexOf(".");
  const ending = dot < 0 ? [] : [name.slice(dot + 1)];
  return [stem, ...(language === undefined ? [] : [language]), ...remarks, ...ending].join(".");
}
