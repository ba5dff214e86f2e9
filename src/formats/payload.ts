import type { Cue, Document, Oddity, Translations } from "./format.js";
import { type Line, lineBreaksOf, normalizeBreaks, trimBreaks } from "./lines.js";
import { splice } from "./splice.js";

const BLANK = /^\s*$/;

export const isBlank = (text: string) => BLANK.test(text);

/**
 * The text between a time line and the line where the next cue begins, less the blank lines around it; blank lines
 * inside it and before it are told.
 */
export function payloadBetween(
  source: string,
  lines: readonly Line[],
  { timing, end }: { timing: number; end: number },
  oddities: Oddity[],
): Pick<Cue, "text" | "from" | "to"> {
  let first = timing + 1;
  let last = end - 1;
  while (first <= last && isBlank(lines[first]!.text)) first++;
  while (last >= first && isBlank(lines[last]!.text)) last--;
  if (first > last) return { text: "", from: lines[timing]!.to, to: lines[timing]!.to };

  if (first > timing + 1) oddities.push({ line: timing + 2, what: "blank line between time and text" });
  if (lines.slice(first, last).some(({ text }) => isBlank(text))) {
    oddities.push({ line: first + 1, what: "blank line inside a cue" });
  }
  const { from } = lines[first]!;
  const { to } = lines[last]!;
  return { text: normalizeBreaks(source.slice(from, to)), from, to };
}

/** Tells of text that stands before the first cue. */
export function reportStray(lines: readonly Line[], oddities: Oddity[]): void {
  const stray = lines.findIndex(({ text }) => !isBlank(text));
  if (stray >= 0) oddities.push({ line: stray + 1, what: "text before the first cue, left as it is" });
}

/**
 * The source with translations in place of payloads. A blank line would end the cue for players, so there is none
 * unless the source has one there; `defuse` changes what would begin another cue.
 */
export function serializePayloads(
  document: Document,
  translations: Translations,
  defuse: (text: string) => string,
): string {
  const lineBreak = lineBreaksOf(document.source);
  return splice(document, translations, (translation, { text, from, to }) => {
    const safe = /\n\s*\n/.test(text) ? translation : translation.replace(/\n(?:[^\S\n]*\n)+/g, "\n");
    return trimBreaks(defuse(safe)).replace(/\n/g, lineBreak(from, to));
  });
}
