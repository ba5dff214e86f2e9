import { protect } from "../core/markup.js";
import type { SourceKnown } from "../core/model.js";
import { languageInName } from "../core/name-language.js";
import { isWrittenIn, languageByScript, languageByWords } from "../core/text-language.js";
import { loadIdentifier } from "../identifier.js";

/** The language a document is in, as a canonical tag, and how that is known; null for both where nothing tells. */
export type SourceLanguage = { tag: string; known: SourceKnown } | { tag: null; known: null };

interface Told {
  /** What a person says, who is believed. */
  given: string | null;
  name: string;
  /** Its texts, with markup. */
  texts: readonly string[];
}

/**
 * What a person says, else what the name says, if the text is written in that language's script (`film.hi.srt` may be
 * for the hearing-impaired), else what the text tells. The identifier is loaded for that alone.
 */
export async function sourceLanguage({ given, name, texts }: Told): Promise<SourceLanguage> {
  if (given !== null) return { tag: given, known: "given" };
  const lines = sampleOf(texts).map((text) => protect(text).text);
  const named = languageInName(name);
  if (named !== undefined && isWrittenIn(lines.join("\n"), named)) return { tag: named, known: "name" };
  const tag = languageByScript(lines.join("\n")) ?? (await identified(lines));
  return tag === undefined ? { tag: null, known: null } : { tag, known: "text" };
}

/** Lines from all over a document; more of them tell no more. */
const ENOUGH_LINES = 1000;

function sampleOf(texts: readonly string[]): string[] {
  const step = Math.ceil(texts.length / ENOUGH_LINES);
  return texts.filter((_, at) => at % step === 0);
}

async function identified(lines: readonly string[]): Promise<string | undefined> {
  const identify = await loadIdentifier();
  return identify && languageByWords(lines, identify);
}
