import type { Finding, Judged } from "./finding.js";
import { type Placed, quotedIn, textsOf, withoutQuotes } from "./texts.js";

/** What stands where a text was to be written. A plain "TODO" is a Spanish word. */
const PLACEHOLDERS = [
  /\blorem ipsum\b/i,
  /\bTODO\s*:|^[^\w\n]*TODO[^\w\n]*$|[[(<]TODO\b/m,
  /\b(?:TBD|FIXME|XXX+)\b/,
  /\[(?:insert|your|add|enter|to be (?:added|completed|determined))\b[^\]\n]{0,60}\]/i,
  /<(?:insert|your)\b[^>\n]{0,60}>/i,
  /\b(?:your|some|sample|placeholder|example) text (?:goes )?here\b/i,
  /\[(?:à compléter|insérer|a completar|insertar|hier einfügen|einfügen|inserir|inserire|вставить|вставьте|插入|挿入)[^\]\n]{0,60}\]/i,
];

/** Within a quotation it marks what was left out. */
const ELLIPSIS = /\[\s*(?:…|\.{3})\s*\]/;

/** A placeholder, or the name of a parameter in braces. What a parameter says itself may be quoted. */
export function placeholders({ document, parameters }: Judged): Finding[] {
  const names = Object.keys(parameters);
  return textsOf(document).flatMap((placed): Finding[] => {
    const says = wrong(placed, names);
    if (says === undefined || quotedIn(parameters, placed.text)) return [];
    return [{ rule: "placeholder", at: placed.at, gravity: "hard", says }];
  });
}

function wrong({ text }: Placed, names: readonly string[]): string | undefined {
  if (PLACEHOLDERS.some((one) => one.test(text)) || ELLIPSIS.test(withoutQuotes(text)))
    return "it holds a placeholder instead of a text";
  if (names.some((name) => text.includes(`{${name}}`))) return "it holds the name of a parameter in braces";
  return undefined;
}
