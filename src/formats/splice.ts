import type { Cue, Document, Translations } from "./format.js";

/**
 * Puts translations where the payloads stood. A translation equal to its source leaves the span untouched, so
 * that a file translated into itself is the same file, byte for byte, however odd it was.
 */
export function splice(
  { source, cues, digest }: Document,
  translations: Translations,
  write: (translation: string, cue: Cue) => string | string[],
  digestOf?: (texts: string[], changed: boolean) => string | undefined,
): string {
  const edits: { from: number; to: number; text: string }[] = [];
  cues.forEach((cue, index) => {
    const translation = translations[index];
    if (translation === undefined || translation === cue.text) return;
    const [first, ...rest] = [write(translation, cue)].flat();
    edits.push({ from: cue.from, to: cue.to, text: first! });
    cue.rest?.forEach(([from, to], part) => {
      edits.push({ from, to, text: rest[part]! });
    });
  });
  if (digest && digestOf) {
    const texts = cues.map((cue, index) => translations[index] ?? cue.text);
    const text = digestOf(texts, edits.length > 0);
    if (text !== undefined) edits.push({ from: digest.from, to: digest.to, text });
  }
  edits.sort((a, b) => a.from - b.from);

  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    if (edit.from < at) throw new Error(`two translations for one place of the file (offset ${edit.from})`);
    parts.push(source.slice(at, edit.from), edit.text);
    at = edit.to;
  }
  parts.push(source.slice(at));
  return parts.join("");
}
