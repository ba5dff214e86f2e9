import { baseOf, canonicalTag, tagMeant } from "./languages.js";

/** Names and codes that recognisers use and that no list of language names has. */
const RECOGNISERS_NAMES: Record<string, string> = {
  cantonese: "yue",
  castilian: "es",
  flemish: "nl",
  haitian: "ht",
  hawaiian: "haw",
  jw: "jv",
  letzeburgesch: "lb",
  mandarin: "zh",
  maori: "mi",
  moldavian: "ro",
  moldovan: "ro",
  myanmar: "my",
  nynorsk: "nn",
  panjabi: "pa",
  pushto: "ps",
  sinhalese: "si",
  tagalog: "fil",
  valencian: "ca",
};

/** The tag of a language as a recogniser names it: `english`, `en`, `en-US`; undefined where it is none. */
export function spokenLanguage(said: unknown): string | undefined {
  if (typeof said !== "string") return undefined;
  const name = said.trim().toLowerCase();
  if (!/^[\p{L} _-]{2,40}$/u.test(name) || name === "auto" || name === "und") return undefined;
  return RECOGNISERS_NAMES[name] ?? canonicalTag(name) ?? tagMeant(name);
}

/** Codes that Whisper's models know by an older one. */
const RECOGNISERS_CODES: Record<string, string> = { nb: "no", fil: "tl", cmn: "zh" };

/** The code that a recogniser takes for a tag: its base language, of two letters where there is such a code. */
export function recogniserCode(tag: string): string {
  const base = baseOf(tag);
  return RECOGNISERS_CODES[base] ?? base;
}
