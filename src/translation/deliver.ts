import { existsSync, mkdirSync } from "node:fs";
import { dirname, extname, join, resolve, sep } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { freeName } from "../core/free-name.js";
import { deliveryBackoff } from "../core/retry.js";
import { toUtcText } from "../core/time.js";
import { ComeBackLater, explain, UserError } from "../errors.js";
import type { Log } from "../log.js";
import type { Delivery } from "../store/deliveries.js";
import type { Store } from "../store/store.js";
import { readIfThere } from "../system/read-file.js";
import { mayPass, writeFileSafely } from "../system/write-file.js";
import { besideSource, formatOption, subfolderOf } from "./file-names.js";
import { type Rendered, render } from "./render.js";

/**
 * Writes finished translations where it was decided when they were added: into EXPORT_DIR, else beside the source. Once, by
 * one worker, never over a file that something else wrote or changed, and never an older version's. One whose disk is
 * away or full is tried again by later ticks; why another could not be written is noted on its project and left to
 * `export`. Returns how many could not.
 */
export async function deliver(context: Context, log: Log): Promise<number> {
  const { clock } = context;
  const store = await context.store();
  const next = () => store.claimDelivery(clock.now());
  let failed = 0;
  for (let delivery = await next(); delivery; delivery = await next()) {
    const { id } = delivery;
    try {
      const newer = await store.newerVersion(id);
      if (newer) {
        await store.skipDelivery(id, `superseded: ${newer.id} is of a newer version of the file`);
        log.event(`${id} is not written: ${newer.id} is of a newer version of the file`);
      } else log.event(`${id} written to ${await write(context, id)}`);
    } catch (error) {
      failed++;
      log.event(`${id} could not be written: ${messageOf(error)}`);
      if (error instanceof ComeBackLater) {
        await store.releaseDelivery(id); // the database itself: all of them again next time
        return failed;
      }
      await note(context, delivery, error);
    }
  }
  return failed;
}

const messageOf = (error: unknown) => explain(error)?.message ?? (error as Error).message;

/** With the way out, where one is known. */
function adviceOn(error: unknown): string {
  const hint = explain(error)?.hint;
  return hint === undefined ? messageOf(error) : `${messageOf(error)}; ${hint}`;
}

/** Told once, however often it is tried again. */
async function note(context: Context, { id, tries }: Delivery, error: unknown): Promise<void> {
  const store = await context.store();
  const now = context.clock.now();
  const message = messageOf(error);
  const problem = { work: { kind: "translation", id }, code: "export", now } as const;
  if (!mayPass(error)) {
    await store.noteExportError(id, message);
    await store.noteProblem({ ...problem, message: adviceOn(error) });
    return;
  }
  const at = now + deliveryBackoff(tries + 1);
  await store.postponeDelivery(id, { message, at });
  if (tries > 0) return;
  await store.noteProblem({ ...problem, message: `${message}; tried again from ${toUtcText(at)} UTC on` });
}

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
