import { basename } from "node:path";
import type { Context } from "../context.js";
import { matchCues } from "../core/matching.js";
import { UserError } from "../errors.js";
import type { Cue, Document } from "../formats/format.js";
import { columnOf, formatNamed, type ReadOptions, read, readingOf } from "../formats/index.js";
import type { StoredLine } from "../store/lines.js";
import type { Store } from "../store/store.js";
import { render } from "../translation/render.js";
import { type Corrected, correct } from "./correct.js";
import { findOne } from "./find.js";
import { bytesOf } from "./source.js";

interface ImportOptions extends ReadOptions {
  /** Only tells what would be changed. */
  dryRun?: boolean;
}

export interface ImportedLine {
  /** From 1. */
  line: number;
  /** Null where it had no translation. */
  before: string | null;
  after: string;
}

export interface Imported {
  id: string;
  /** What is changed, or would be. */
  lines: ImportedLine[];
  /** Cues of the file, from 1, that are no line's for certain. */
  unmatched: (Pick<Cue, "start" | "end" | "text"> & { cue: number })[];
  /** Numbers of lines that have no cue in the file, or an empty one: they stay as they are. */
  missing: number[];
  /** What became of the project; absent if nothing was changed. */
  corrected?: Corrected;
}

/**
 * Takes corrections from a translated file that a person edited, in any format: what differs from an export in that
 * format becomes the person's words, as one change. Cues go to lines by their times, and by their text where times are
 * equal or missing. Throws UserError for a file that can't be read, and what `correct` throws.
 */
export async function importTranslation(
  context: Context,
  prefix: string,
  path: string,
  { dryRun, ...reading }: ImportOptions,
): Promise<Imported> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const project = await store.showProject(id!);
  const column = reading.column ?? columnOf(project.format);
  const options = readingOf(path, { ...reading, ...(column === undefined ? {} : { column }) });
  const edited = read(path, await bytesOf({ path }), options);
  const stored = await store.projectLines(project.id);
  // The edited table's header may name the project's column otherwise.
  const isOwn = formatNamed(edited.format).name === formatNamed(project.format).name;
  const exported = await exportedAs(store, project.id, isOwn ? project.format : edited.format);
  if (exported.length !== stored.length) {
    throw new UserError(
      `in ${basename(path)} lines can't be told apart: as ${edited.format}, ${project.id} has ${exported.length} pieces for ${stored.length} lines`,
      `export and edit it as ${project.format}`,
    );
  }
  const { pairs, unmatched } = matchCues(exported, edited.cues);
  const filled = pairs.filter(([, cue]) => edited.cues[cue]!.text.trim() !== "");
  const corrections = filled
    .filter(([line, cue]) => exported[line]!.text !== edited.cues[cue]!.text)
    .map(([line, cue]) => ({ line: stored[line]!, text: textFor(project.format, edited, cue) }));
  const found = new Set(filled.map(([line]) => line));
  const imported: Imported = {
    id: project.id,
    lines: corrections.map(({ line: { index, translation }, text }) => ({
      line: index + 1,
      before: translation,
      after: text,
    })),
    unmatched: unmatched.map((cue) => ({ cue: cue + 1, ...cueAt(edited, cue) })),
    missing: stored.flatMap(({ index }: StoredLine) => (found.has(index) ? [] : [index + 1])),
  };
  if (dryRun || corrections.length === 0) return imported;
  const corrected = await correct(context, "import-translation", project, corrections);
  return { ...imported, corrected };
}

/** What an export in this format holds now, read as the edited file is read. */
async function exportedAs(store: Store, id: string, format: string): Promise<Cue[]> {
  const { bytes, fell } = await render(store, id, { format, partial: true });
  const { encoding } = await store.documentOf(id);
  return read(id, bytes, { format, ...(fell ? {} : { encoding: encoding.name }) }).cues;
}

/** A cue's text as it is stored for a project: of another format, without that one's own markup and escapes. */
function textFor(format: string, { format: own, cues }: Document, cue: number): string {
  const { text } = cues[cue]!;
  return own === format ? text : formatNamed(own).toPlain(text);
}

function cueAt({ cues }: Document, at: number) {
  const { start, end, text } = cues[at]!;
  return { start, end, text };
}
