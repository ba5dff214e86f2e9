import { canonicalTag } from "./languages.js";

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

/**
 * ISO 639-2, both kinds (`ger` and `deu`), of languages that ISO 639-1 has too. Left out are words of which no subtitles
 * come: `ewe`, `fry`, `hat`, `her`, `kin`, `run`, `sag`, `sun`, `ton`. At the end are languages that only have three letters.
 */
const THREE_LETTERS = new Set(
  (
    "aar abk afr aka alb amh ara arg arm asm ava ave aym aze bak bam baq bel ben bis bod bos bre bul bur cat ces cha " +
    "che chi chu chv cor cos cre cym cze dan deu div dut dzo ell eng epo est eus fao fas fij fin fra fre ful geo ger gla " +
    "gle glg glv gre grn guj hau heb hin hmo hrv hun hye ibo ice ido iii iku ile ina ind ipk isl ita jav jpn kal kan kas " +
    "kat kau kaz khm kik kir kom kon kor kua kur lao lat lav lim lin lit ltz lub lug mac mah mal mao mar may mkd mlg mlt " +
    "mon mri msa mya nau nav nbl nde ndo nep nld nno nob nor nya oci oji ori orm oss pan per pli pol por pus que roh ron " +
    "rum rus san scc scr sin slk slo slv sme smo sna snd som sot spa sqi srd srp ssw swa swe tah tam tat tel tgk tgl tha " +
    "tib tir tsn tso tuk tur twi uig ukr urd uzb ven vie vol wel wln wol xho yid yor zha zho zul ast ckb cmn fil gsw haw yue"
  ).split(" "),
);

/** Codes of two letters that were withdrawn, and that are words: Indonesian has been `id` since 1989. */
const WITHDRAWN = new Set(["in"]);

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
  return last === HEARING_IMPAIRED ? saysLanguage(parts.slice(0, -1)) : REMARKS.has(last);
}

/** Whether parts end in a language, or in one and remarks behind it. */
function saysLanguage(parts: readonly string[]): boolean {
  if (parts.length < 2) return false;
  return languageOf(parts.at(-1)!) !== undefined || (isRemark(parts) && saysLanguage(parts.slice(0, -1)));
}

/**
 * The language of a part of a name: ISO 639-1, 639-2 of both kinds (`ger` and `deu` are `de`), BCP 47 also with `_`.
 * Codes are in small letters or capitals throughout: in `Let.It.Be.srt` there is no Belarusian.
 */
function languageOf(part: string): string | undefined {
  const code = part.split(/[-_]/, 1)[0]!;
  if (code !== code.toLowerCase() && code !== code.toUpperCase()) return undefined;
  const site = SITE_CODES[part.toLowerCase()];
  if (site !== undefined) return site;
  const small = code.toLowerCase();
  const isCode = small.length === 2 ? !WITHDRAWN.has(small) : THREE_LETTERS.has(small);
  return isCode ? canonicalTag(part) : undefined;
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
