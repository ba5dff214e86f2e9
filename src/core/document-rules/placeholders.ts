import type { Finding, Judged } from "./finding.js";
import { type Placed, textsOf } from "./texts.js";

/** What stands where a text was to be written. */
const PLACEHOLDERS = [
  /\blorem ipsum\b/i,
  /\b(?:TODO|TBD|FIXME|XXX+)\b/,
  /\[(?:…|\.{3}|insert\b[^\]\n]{0,60}|your\b[^\]\n]{0,60}|to be (?:added|completed|determined)[^\]\n]{0,60})\]/i,
  /<(?:insert|your)\b[^>\n]{0,60}>/i,
  /\b(?:your|some|sample|placeholder|example) text here\b/i,
  /\[(?:à compléter|a completar|hier einfügen|einfügen|inserir|inserire)[^\]\n]{0,60}\]/i,
];

/** Texts that say that there is none. */
const NOTHING = /^[\s\-–—_.…*]*$|^(?:n\/?a|none|null|undefined|unknown|placeholder|string|text)\.?$/i;

/** A placeholder, the name of a parameter in braces, or a text that says nothing. */
export function placeholders({ document, parameters }: Judged): Finding[] {
  const names = Object.keys(parameters);
  return textsOf(document).flatMap((placed): Finding[] => {
    const says = wrong(placed, names);
    return says === undefined ? [] : [{ rule: "placeholder", at: placed.at, gravity: "hard", says }];
  });
}

function wrong({ at, text }: Placed, names: readonly string[]): string | undefined {
  if (PLACEHOLDERS.some((one) => one.test(text))) return "it holds a placeholder instead of a text";
  if (names.some((name) => text.includes(`{${name}}`))) return "it holds the name of a parameter in braces";
  if (at !== "" && NOTHING.test(text.trim())) return "it says nothing";
  return undefined;
}
