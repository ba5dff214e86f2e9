import { areAlike } from "../checks/identified.js";
import { baseOf } from "../languages.js";
import { isWrittenIn, languageByScript, languageByWords } from "../text-language.js";
import type { Finding, Judged } from "./finding.js";
import { textsOf } from "./texts.js";

/** Shorter texts prove no language. */
const LEAST_LETTERS = 80;

/** The texts of a document, or of a part of it, are in the language that was asked for. */
export function inLanguage(
  { document, identify }: Pick<Judged, "document" | "identify">,
  { language, at, gravity }: { language: string; at: string; gravity: Finding["gravity"] },
): Finding[] {
  const texts = textsOf(document)
    .filter((one) => one.at === at || one.at.startsWith(`${at}/`) || at === "")
    .map(({ text }) => text);
  const whole = texts.join("\n");
  if ((whole.match(/\p{L}/gu)?.length ?? 0) < LEAST_LETTERS) return [];
  const found = languageByScript(whole) ?? (identify && languageByWords(texts, identify));
  const isOther =
    found === undefined ? !isWrittenIn(whole, language) : !areAlike(baseOf(found), baseOf(language));
  return isOther ? [{ rule: "language", at, gravity, says: `it is not in ${language}` }] : [];
}

export const asked = (judged: Judged): Finding[] =>
  judged.language === null ? [] : inLanguage(judged, { language: judged.language, at: "", gravity: "soft" });
