import { UserError } from "../errors.js";
import { decode, encode } from "../formats/encoding.js";
import { formatNamed, write } from "../formats/index.js";
import type { Store } from "../store/store.js";
import { translatedName } from "./file-names.js";

export interface Rendering {
  format?: string;
  bilingual?: boolean;
  /** Lacking lines keep their source text, and are counted. */
  partial?: boolean;
}

export interface Rendered {
  id: string;
  /** As media players expect it. */
  name: string;
  /** The source's path; empty for standard input. */
  sourcePath: string;
  bytes: Buffer;
  /** Lines that have no translation. */
  lacking: number;
  /** True if the source's encoding lacks a character, so that this is UTF-8. */
  fell: boolean;
}

/** A project's translated file, as bytes in the encoding of its source. Refuses an incomplete one. */
export async function render(
  store: Store,
  id: string,
  { format, bilingual, partial }: Rendering,
): Promise<Rendered> {
  const project = await store.showProject(id);
  const lines = await store.projectLines(id);
  const lacking = lines.filter(({ state }) => state !== "done").length;
  if (lacking > 0 && !partial) {
    throw new UserError(
      `${id} is ${project.status}: ${lacking} of ${lines.length} lines have no translation`,
      project.status === "failed"
        ? `transcron retry-failed ${id}, or export it with --partial`
        : "wait for it, or use --partial",
    );
  }
  const stored = await store.documentOf(id);
  const { text } = decode(stored.bytes, stored.encoding.name);
  const document = formatNamed(stored.format).parse(text);
  refuseOtherLines(id, document.cues, lines);
  const translations = lines.map(({ text: source, translation }) => {
    if (translation === null) return undefined;
    return bilingual && translation !== source ? `${translation}\n${source}` : translation;
  });
  const { bytes, fell } = encode(write(document, translations, format), stored.encoding);
  const { sourceLang, targetLang, path } = project;
  return {
    id,
    name: translatedName(stored.name, sourceLang, targetLang, format),
    sourcePath: path,
    bytes,
    lacking,
    fell,
  };
}

type Texts = readonly { text: string }[];

/** Translations go by position: a version that reads the file otherwise must not shift them. */
function refuseOtherLines(id: string, read: Texts, added: Texts): void {
  const count = Math.max(read.length, added.length);
  for (let index = 0; index < count; index++) {
    const [now, then] = [read[index]?.text, added[index]?.text];
    if (now === then) continue;
    throw new UserError(
      `${id}: line ${index + 1} reads ${quoted(now)}, and when it was added ${quoted(then)}`,
      "this version reads the file otherwise: add it with --again --name NAME; the memory pays for what is the same",
    );
  }
}

const LONGEST_QUOTE = 60;

const quoted = (text: string | undefined) =>
  text === undefined ? "as nothing" : JSON.stringify(text.slice(0, LONGEST_QUOTE));
