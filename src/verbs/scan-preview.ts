import { resolve } from "node:path";
import type { Context } from "../context.js";
import { ColumnNeeded, explain, StoreDamaged, UserError } from "../errors.js";
import { read, readingOf, refuseLongSegments } from "../formats/index.js";
import type { FolderSettings } from "../store/folders.js";
import { addOptionsOf } from "./folder-options.js";
import type { Looked } from "./scan-figures.js";
import { bytesOf, expand, type Source } from "./source.js";
import { type IsSettled, unsettled } from "./unsettled.js";

/** What adding a folder would do with its files that are not settled; nothing is stored. */
export async function previewOf(
  context: Context,
  { path, ...settings }: FolderSettings & { path: string },
  isSettled: IsSettled,
): Promise<Looked[]> {
  const { sources } = await expand(context, { path }, settings.targets);
  const looked: Looked[] = [];
  for await (const source of unsettled(sources, isSettled))
    looked.push(await look(context, source, settings));
  return looked;
}

async function look(context: Context, source: Source, settings: FolderSettings): Promise<Looked> {
  const file = "path" in source ? source.path : "-";
  try {
    return { file, added: await missingLanguages(context, { file, bytes: await bytesOf(source) }, settings) };
  } catch (error) {
    const known = explain(error);
    if (!known || error instanceof StoreDamaged) throw error;
    if (error instanceof ColumnNeeded) return { file, added: [], skipped: `${error.message}; ${error.hint}` };
    const { message, hint } = known;
    return { file, added: [], error: message, ...(hint === undefined ? {} : { hint }) };
  }
}

async function missingLanguages(
  context: Context,
  { file, bytes }: { file: string; bytes: Uint8Array },
  settings: FolderSettings,
): Promise<string[]> {
  const known = await (await context.store()).knownFile(resolve(file), bytes);
  const missing = settings.targets.filter(
    (tag) => tag !== settings.from && !known.some(({ targetLang }) => targetLang === tag),
  );
  if (missing.length === 0) return [];
  const document = read(file, bytes, readingOf(file, addOptionsOf(settings)));
  if (document.cues.length === 0) throw new UserError("there is nothing in it to translate");
  refuseLongSegments(document);
  return missing;
}
