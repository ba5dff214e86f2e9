import { existsSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { explain, UserError } from "../errors.js";
import { formatNamed } from "../formats/index.js";
import { makeFolder } from "../system/folder.js";
import { readIfThere } from "../system/read-file.js";
import { writeFileSafely } from "../system/write-file.js";
import { besideSource, subfolderOf } from "../translation/file-names.js";
import { type Rendered, type Rendering, render } from "../translation/render.js";
import { formatWanted, isFolder, writableOrHere } from "./export-path.js";
import { find } from "./find.js";
import type { Selected } from "./select.js";

/**
 * Projects by id or its beginning (`many` of a filter or pattern go into a folder, which is made); every completed one that was not written anywhere yet; or every one that was, and
 * whose file is gone.
 */
export type Wanted = { ids: readonly string[]; many?: boolean } | "unexported" | "missing";

export interface Failed {
  id: string;
  /** The source's name. */
  name: string;
  targetLang: string;
  error: string;
  hint?: string;
}

/** A file that was written, or why it was not. */
export type Exported = { id: string; path: string; lacking: number } | Failed;

/** A file's content, or why there is none. */
type Rendition = { id: string; bytes: Uint8Array; lacking: number } | Failed;

interface Results<T> {
  exported: T[];
  remarks: string[];
}

interface FileOptions extends Rendering {
  /** A file, or a folder, in which several keep the subfolders of the folder they were added from; beside each source
   * if it is not given. */
  output?: string;
  /** Also over a file that something else wrote. */
  force?: boolean;
}

/**
 * Writes translated files: beside their sources, into a folder, or to a path. What can't be written is reported
 * beside what could. Throws UserError if no projects are named, or several would go to one file.
 */
export async function exportFiles(
  context: Context,
  wanted: Wanted,
  { output, force = false, ...rendering }: FileOptions,
): Promise<Results<Exported>> {
  if (wanted === "missing" && output === undefined) return exportMissing(context, { force, ...rendering });
  const ids = await idsOf(context, wanted);
  if (output && (typeof wanted === "string" || wanted.many)) makeFolder(output);
  if (output && ids.length > 1 && !isFolder(output)) {
    throw new UserError(
      `${ids.length} files can't go to one: ${output}`,
      "name a folder that exists with `-o`",
    );
  }
  if (rendering.format) formatNamed(rendering.format);
  const mirrors = ids.length > 1 || typeof wanted === "string";
  const remarks: string[] = [];
  const format =
    rendering.format ?? (output && !isFolder(output) ? formatWanted(output, remarks) : undefined);
  const { exported, remarks: more } = await each(
    context,
    ids,
    { ...rendering, ...(format ? { format } : {}) },
    async (rendered) => {
      const path = resolve(pathFor(rendered, output, mirrors));
      if (mirrors && output && isFolder(output)) makeFolder(dirname(path));
      await put(context, rendered, { path, force, whole: rendered.lacking === 0 && !rendering.bilingual });
      return { id: rendered.id, path, lacking: rendered.lacking };
    },
  );
  await context.auditWork(
    "export",
    exported.flatMap((one) =>
      "path" in one ? [{ kind: "translation", id: one.id, details: one.path }] : [],
    ),
  );
  return { exported, remarks: [...remarks, ...more] };
}

/** Translated files as bytes, written nowhere. Throws UserError if no projects are named. */
export async function exportBytes(
  context: Context,
  wanted: Wanted,
  rendering: Rendering,
): Promise<Results<Rendition>> {
  const ids = await idsOf(context, wanted);
  if (rendering.format) formatNamed(rendering.format);
  return each(context, ids, rendering, async ({ id, bytes, lacking }) => ({ id, bytes, lacking }));
}

/** Each where it was; one folder that is gone does not keep the others. */
async function exportMissing(
  context: Context,
  options: Omit<FileOptions, "output">,
): Promise<Results<Exported>> {
  const results: Results<Exported> = { exported: [], remarks: [] };
  const store = await context.store();
  for (const { id, path: output } of await missing(context)) {
    const { path: source, format: own } = await store.showProject(id);
    // An ending that is the source's says nothing of its format: paragraphs are .txt too.
    const format = options.format ?? (extname(output) === extname(source) ? own : undefined);
    const { exported, remarks } = await exportFiles(
      context,
      { ids: [id] },
      { ...options, output, ...(format ? { format } : {}) },
    );
    results.exported.push(...exported);
    results.remarks.push(...remarks);
  }
  return results;
}

async function missing(context: Context): Promise<{ id: string; path: string }[]> {
  const exported = await (await context.store()).exported();
  return exported.filter(({ path }) => !existsSync(path));
}

async function idsOf(context: Context, wanted: Wanted): Promise<string[]> {
  if (wanted === "unexported") return (await context.store()).unexported();
  if (wanted === "missing") return (await missing(context)).map(({ id }) => id);
  if (wanted.ids.length === 0)
    throw new UserError(
      "which projects?",
      `${commandLine("list", "--status", "completed")} shows them; \`--all\` takes what was not written yet`,
    );
  return find(context, wanted.ids);
}

/** The projects behind a wish, for a person to see them first. */
export async function chosenOf(context: Context, wanted: Wanted): Promise<Selected> {
  const store = await context.store();
  const ids = await idsOf(context, wanted);
  const projects = await Promise.all(ids.map((id) => store.showProject(id)));
  return { projects, isNamed: false, leftOut: {} };
}

/** Renders one project after another; one that fails is told, and the rest goes on. */
async function each<T extends { id: string }>(
  context: Context,
  ids: readonly string[],
  rendering: Rendering,
  use: (rendered: Rendered) => Promise<T>,
): Promise<Results<T | Failed>> {
  const store = await context.store();
  const results: Results<T | Failed> = { exported: [], remarks: [] };
  const quote = context.config.QUOTE_TEXT;
  for (const id of ids) {
    try {
      const rendered = await render(store, id, { ...rendering, quote });
      results.remarks.push(...remarksOn(rendered));
      results.exported.push(await use(rendered));
    } catch (error) {
      const known = explain(error);
      if (!known) throw error;
      const { name, targetLang } = await store.showProject(id);
      const hint = known.hint ? { hint: known.hint } : {};
      results.exported.push({ id, name, targetLang, error: known.message, ...hint });
    }
  }
  return results;
}

function remarksOn({ id, fell, lacking }: Rendered): string[] {
  return [
    ...(fell ? [`${id}: written as UTF-8, since the source's encoding lacks some of its characters`] : []),
    ...(lacking ? [`${id}: ${lacking} lines have no translation and keep their source text`] : []),
  ];
}

/** One file goes right into a folder; of several each goes into the subfolder that its source is in. */
function pathFor(rendered: Rendered, output: string | undefined, mirrors: boolean): string {
  if (output === undefined) return defaultPath(rendered);
  if (!isFolder(output)) return output;
  return join(output, mirrors ? subfolderOf(rendered) : "", rendered.name);
}

/** Beside the source; in the current folder where that can't be written, as on a read-only medium. */
const defaultPath = ({ sourcePath, name }: Rendered): string =>
  writableOrHere(besideSource(sourcePath, name));

/** A part, or both languages at once, is not what the queue was asked for: only the `whole` translation counts. */
async function put(
  context: Context,
  rendered: Rendered,
  { path, force, whole }: { path: string; force: boolean; whole: boolean },
): Promise<void> {
  const { id, bytes, sourcePath, revision } = rendered;
  if (path === sourcePath) throw new UserError(`${path} is the source itself`, "name another file with `-o`");
  const store = await context.store();
  const isDefault = path === resolve(defaultPath(rendered));
  const newer = await store.newerVersion(id);
  if (newer && (isDefault || path === newer.exportedPath)) {
    const isWhole = (await store.showProject(newer.id)).status === "completed";
    throw new UserError(
      `${id} is of an older version of the file, and ${path} belongs to the newer one (${newer.id})`,
      `name another file with \`-o\`${isWhole ? `, or ${commandLine("export", newer.id)}` : ""}`,
    );
  }
  const there = readIfThere(path);
  const replace = force || (there !== undefined && (await store.isOurs(id, { path, bytes: there })));
  // Where deliveries go it is the source's owner's; elsewhere it is of whoever exports it.
  const { EXPORT_DIR } = context.config;
  const isDelivery =
    isDefault ||
    path === rendered.targetPath ||
    (EXPORT_DIR !== undefined && dirname(path) === resolve(EXPORT_DIR));
  writeFileSafely(path, bytes, { replace, ...(isDelivery ? { like: sourcePath } : {}) });
  await store.markExported(id, { path, bytes, whole, revision, now: context.clock.now() });
}
