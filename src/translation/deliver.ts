import { existsSync, mkdirSync } from "node:fs";
import { dirname, extname, join, resolve, sep } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { freeName } from "../core/free-name.js";
import { UserError } from "../errors.js";
import type { Log } from "../log.js";
import { deliverAll } from "../queue/deliver.js";
import type { Store } from "../store/store.js";
import { readIfThere } from "../system/read-file.js";
import { writeFileSafely } from "../system/write-file.js";
import { besideSource, formatOption, subfolderOf } from "./file-names.js";
import { type Rendered, render } from "./render.js";

/**
 * Writes finished translations where it was decided when they were added: into EXPORT_DIR, else beside the source. Once, by
 * one worker, never over a file that something else wrote or changed, and never an older version's. Returns how many
 * could not be written.
 */
export const deliver = (context: Context, log: Log): Promise<number> =>
  deliverAll(context, { kind: "translation", log }, async (id) => {
    const newer = await (await context.store()).newerVersion(id);
    return newer
      ? { superseded: `${newer.id} is of a newer version of the file` }
      : { path: await write(context, id) };
  });

async function write({ config, clock, store: open }: Context, id: string): Promise<string> {
  const store = await open();
  const rendered = await render(store, id, { quote: config.QUOTE_TEXT });
  const { bytes, sourcePath, revision } = rendered;
  const path = targetOf(rendered, config.EXPORT_DIR);
  makeFolders(path, rendered);
  const there = readIfThere(path);
  // The very same bytes: a kill came between writing the file and noting it.
  if (!there?.equals(bytes)) {
    const ours = there !== undefined && (await store.isOurs(id, { path, bytes: there }));
    if (there && !ours) throw await inTheWay(store, id, path);
    writeFileSafely(path, bytes, { replace: ours, like: sourcePath });
  }
  await store.markExported(id, { path, bytes, whole: true, revision, now: clock.now() });
  return path;
}

/** Something else wrote the file, or changed it. */
async function inTheWay(store: Store, id: string, path: string): Promise<UserError> {
  const extension = extname(path);
  const options = formatOption(path, (await store.showProject(id)).format);
  const beside = freeName(path.slice(0, path.length - extension.length), existsSync, extension);
  return new UserError(
    `${path} exists already`,
    `${commandLine("export", id, "-o", beside, ...options)}, or over it: ${commandLine("export", id, "-o", path, ...options, "--force")}`,
  );
}

/** A project that is older than its schema has no target yet: it goes where such projects went. */
const targetOf = ({ targetPath, sourcePath, name }: Rendered, exportDir: string | undefined): string =>
  targetPath ?? resolve(exportDir ? join(exportDir, name) : besideSource(sourcePath, name));

/** The folder that translations are written to, and in it the subfolders of the source. Beside a source none is made. */
function makeFolders(path: string, { sourcePath, root }: Rendered): void {
  if (dirname(path) === dirname(sourcePath)) return;
  const folders = [dirname(path)];
  for (const _ of subfolderOf({ sourcePath, root }).split(sep).filter(Boolean))
    folders.unshift(dirname(folders[0]!));
  folders.forEach(makeLastFolder);
}

/** Only the last folder is made: where the one above it is missing, a disk may not be mounted, and is not to be faked. */
function makeLastFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EEXIST") return;
    if (code !== "ENOENT") throw error;
    const missing = new UserError(`the folder ${dirname(path)} is not there`, "mount its disk, or make it");
    missing.cause = error;
    throw missing;
  }
}
