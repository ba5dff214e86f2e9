import { dirname, join, resolve } from "node:path";
import type { Context } from "../context.js";
import type { KindName } from "../core/model.js";
import { explain, UserError } from "../errors.js";
import { formatNamed } from "../formats/index.js";
import type { Store } from "../store/store.js";
import { makeFolder } from "../system/folder.js";
import { readIfThere } from "../system/read-file.js";
import { writeFileSafely } from "../system/write-file.js";
import { besideRecording, transcriptFile } from "../transcription/transcript-file.js";
import { subfolderOf } from "../translation/file-names.js";
import { documentForm, documentFormOf, readDocument } from "./export-document.js";
import { formatWanted, isFolder, writableOrHere } from "./export-path.js";
import type { PieceFile } from "./piece-file.js";

interface Row {
  kind: KindName;
  id: RegExp;
  /** The format that a name means, or the ending of a path; throws UserError for what names none of this kind. */
  formatNamed(name: string): string;
  formatOfPath(path: string, remarks: string[]): string | undefined;
  /** What it is called in messages. */
  nameOf(store: Store, id: string): Promise<string>;
  /** Throws UserError while it is not finished. */
  read(store: Store, id: string, format?: string): Promise<PieceFile>;
}

/** The kinds of work whose results are one file each. */
const ROWS: readonly Row[] = [
  {
    kind: "transcription",
    id: /^audio-\d+$/,
    formatNamed: (name) => formatNamed(name).name,
    formatOfPath: formatWanted,
    nameOf: async (store, id) => (await store.recording(id)).name,
    read: readTranscript,
  },
  {
    kind: "generation",
    id: /^job-\d+$/,
    formatNamed: documentForm,
    formatOfPath: documentFormOf,
    nameOf: async (store, id) => (await store.job(id)).name,
    read: readDocument,
  },
];

async function readTranscript(store: Store, id: string, format?: string): Promise<PieceFile> {
  const recording = await store.recording(id);
  const { path, heardLang, root } = recording;
  const { name, bytes } = await transcriptFile(store, recording, format);
  return {
    ...{ name, bytes, source: path, language: heardLang ?? "", like: path },
    usual: besideRecording(recording, name),
    subfolder: subfolderOf({ sourcePath: path, root }),
  };
}

const rowOf = (id: string): Row => ROWS.find((row) => row.id.test(id))!;

/** Whether a text is the id of a recording or another piece whose result is one file: `audio-1`. */
export const isPieceId = (text: string): boolean => ROWS.some(({ id }) => id.test(text));

interface FileOptions {
  /** A file, or a folder; each in its usual place if it is not given. */
  output?: string;
  format?: string;
  /** Also over a file that something else wrote. */
  force?: boolean;
  /** A filter or pattern found several: they go into a folder, which is made. */
  many?: boolean;
}

interface FailedPiece {
  id: string;
  /** The recording's name; the id where there is none of it. */
  name: string;
  error: string;
  hint?: string;
}

type Exported = { id: string; path: string } | FailedPiece;
type Rendition = { id: string; bytes: Uint8Array } | FailedPiece;

interface Results<One> {
  exported: One[];
  remarks: string[];
}

/**
 * Writes transcripts to where they belong, into a folder, or to a path, in the format that its ending names. What can't
 * be written is reported beside what could. Throws UserError where several would go to one file.
 */
export async function exportPieces(
  context: Context,
  ids: readonly string[],
  { output, format: named, force = false, many = false }: FileOptions,
): Promise<Results<Exported>> {
  if (output && many) makeFolder(output);
  if (output && ids.length > 1 && !isFolder(output))
    throw new UserError(
      `${ids.length} files can't go to one: ${output}`,
      "name a folder that exists with `-o`",
    );
  const remarks: string[] = [];
  const format = ({ formatNamed: read, formatOfPath }: Row) =>
    named ? read(named) : output && !isFolder(output) ? formatOfPath(output, remarks) : undefined;
  for (const id of ids) if (named) rowOf(id).formatNamed(named);
  const exported = await each(context, ids, format, async (id, file): Promise<Exported> => {
    const path = resolve(pathFor(file, output, ids.length > 1));
    if (output && isFolder(output)) makeFolder(dirname(path));
    await put(context, id, file, { path, force });
    return { id, path };
  });
  await context.auditWork(
    "export",
    exported.flatMap((one) =>
      "path" in one ? [{ kind: rowOf(one.id).kind, id: one.id, details: one.path }] : [],
    ),
  );
  return { exported, remarks };
}

/** The same as bytes, written nowhere. */
export async function pieceBytes(
  context: Context,
  ids: readonly string[],
  { format }: Pick<FileOptions, "format">,
): Promise<Results<Rendition>> {
  const read = (row: Row) => (format ? row.formatNamed(format) : undefined);
  for (const id of ids) read(rowOf(id));
  return {
    exported: await each(context, ids, read, async (id, { bytes }) => ({ id, bytes })),
    remarks: [],
  };
}

/** Reads one piece after another; one that fails is told, and the rest goes on. */
async function each<One>(
  context: Context,
  ids: readonly string[],
  format: (row: Row) => string | undefined,
  use: (id: string, file: PieceFile) => Promise<One>,
): Promise<(One | FailedPiece)[]> {
  const store = await context.store();
  const results: (One | FailedPiece)[] = [];
  for (const id of ids) {
    const row = rowOf(id);
    try {
      results.push(await use(id, await row.read(store, id, format(row))));
    } catch (error) {
      const known = explain(error);
      if (!known) throw error;
      const name = await row.nameOf(store, id).catch(() => id);
      results.push({ id, name, error: known.message, ...(known.hint ? { hint: known.hint } : {}) });
    }
  }
  return results;
}

/** One file goes right into a folder; of several each goes into the subfolder that its source is in. */
function pathFor({ usual, name, subfolder }: PieceFile, output: string | undefined, mirrors: boolean) {
  if (output === undefined) return writableOrHere(usual);
  return isFolder(output) ? join(output, mirrors ? subfolder : "", name) : output;
}

async function put(
  context: Context,
  id: string,
  { bytes, source, language, usual, like }: PieceFile,
  { path, force }: { path: string; force: boolean },
): Promise<void> {
  if (path === source) throw new UserError(`${path} is the recording itself`, "name another file with `-o`");
  const store = await context.store();
  const there = readIfThere(path);
  const replace =
    force || (there !== undefined && (await store.isOurPiece({ path, bytes: there, source, language })));
  // In its usual place it is the source's owner's; elsewhere it is of whoever exports it.
  const isUsual = path === resolve(usual) && like !== undefined;
  writeFileSafely(path, bytes, { replace, ...(isUsual ? { like } : {}) });
  const work = { kind: rowOf(id).kind, id };
  await store.markPieceExported(work, { path, bytes, source, language, now: context.clock.now() });
}
