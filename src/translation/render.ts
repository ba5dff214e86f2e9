import { basename, extname } from "node:path";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import { decode, encode } from "../formats/encoding.js";
import { formatNamed, write } from "../formats/index.js";
import type { Project } from "../store/projects.js";
import type { Store } from "../store/store.js";
import { addAgain } from "./add-again.js";
import { translatedName } from "./file-names.js";

export interface Rendering {
  /** Whether a refusal may quote the lines it is about. */
  quote?: boolean;
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
  /** Where it was decided that it goes by itself; null for an older project, or one that is not delivered. */
  targetPath: string | null;
  /** The folder that was added; null for a file that was named itself. */
  root: string | null;
  /** The project's revision that this is. */
  revision: number;
  /** Lines that have no translation. */
  lacking: number;
  /** True if the source's encoding lacks a character, so that this is UTF-8. */
  fell: boolean;
}

/** A project's translated file, as bytes in the encoding of its source. Refuses an incomplete one. */
export async function render(
  store: Store,
  id: string,
  { format, bilingual, partial, quote = false }: Rendering,
): Promise<Rendered> {
  const project = await store.showProject(id);
  const lines = await store.projectLines(id);
  const lacking = lines.filter(({ state }) => state !== "done").length;
  if (lacking > 0 && !partial) {
    throw new UserError(
      `${id} is ${project.status}: ${lacking} of ${lines.length} lines have no translation`,
      `${await wayOn(store, project)}, or write it as it is with \`--partial\``,
    );
  }
  const stored = await store.documentOf(id);
  const { text } = decode(stored.bytes, stored.encoding.name);
  const document = formatNamed(stored.format).parse(text);
  const differing = firstDifference(document.cues, lines);
  if (differing) throw await readOtherwise(store, id, { ...differing, quote });
  const translations = lines.map(({ text: source, translation }) => {
    if (translation === null) return undefined;
    return bilingual && translation !== source ? `${translation}\n${source}` : translation;
  });
  const { bytes, fell } = encode(write(document, translations, format), stored.encoding);
  const { sourceKnown, targetLang, path, revision, targetPath, root } = project;
  // As the plan names it, which knows no text: `film.hi.srt` in English is for the hearing-impaired, and not `film.hi`.
  const sourceLang = sourceKnown === "text" ? null : project.sourceLang;
  return {
    id,
    name: translatedName(stored, { sourceLang, targetLang }, format),
    sourcePath: path,
    targetPath,
    root,
    revision,
    bytes,
    lacking,
    fell,
  };
}

/** How what a project lacks may still come. */
async function wayOn(store: Store, { id, status }: Pick<Project, "id" | "status">): Promise<string> {
  if (status === "cancelled") return addAgain(store, id);
  if (status === "processing") return "wait for it";
  const [, ...earlier] = await store.versions(id);
  const whole = earlier.find(({ lacking }) => lacking === 0);
  const on = status === "failed" ? commandLine("retry-failed", id) : "wait for it";
  if (!whole) return on;
  return `${on}, or ${commandLine("publish", id, String(whole.number))} brings version ${whole.number} back`;
}

type Texts = readonly { text: string }[];

interface Difference {
  index: number;
  now: string | undefined;
  then: string | undefined;
}

/** Translations go by position: a version that reads the file otherwise must not shift them. */
function firstDifference(read: Texts, added: Texts): Difference | undefined {
  const count = Math.max(read.length, added.length);
  for (let index = 0; index < count; index++) {
    const [now, then] = [read[index]?.text, added[index]?.text];
    if (now !== then) return { index, now, then };
  }
  return undefined;
}

/** Under another name the file is read anew; under its own, what was read is kept. */
async function readOtherwise(
  store: Store,
  id: string,
  { index, now, then, quote }: Difference & { quote: boolean },
) {
  const { name } = await store.showProject(id);
  const extension = extname(name);
  const another = `${basename(name, extension)}-2${extension}`;
  const readings = `reads ${quoted(now)}, and when it was added ${quoted(then)}`;
  return new UserError(
    `${id}: line ${index + 1} ${quote ? readings : "reads otherwise than when it was added"}`,
    `this version reads the file otherwise: ${await addAgain(store, id, another)}; the memory pays for what is the same`,
  );
}

const LONGEST_QUOTE = 60;

const quoted = (text: string | undefined) =>
  text === undefined ? "as nothing" : JSON.stringify(text.slice(0, LONGEST_QUOTE));
