import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../context.js";
import { SECOND } from "../core/time.js";
import { explain, StoreDamaged } from "../errors.js";
import type { FileOutcome, Folder, FolderFile } from "../store/folders.js";
import { type AddedFile, add } from "./add.js";
import { addOptionsOf } from "./folder-options.js";
import { type FolderScan, figuresOf, type Looked } from "./scan-figures.js";
import { previewOf } from "./scan-preview.js";
import type { FoundFile, IsSettled } from "./unsettled.js";

interface ScanOptions {
  /** Says what would be added, and changes nothing. */
  dryRun?: boolean;
  /** Reads again what could not be understood: this program may be a newer one, and a person wants to know. */
  rereads?: boolean;
}

/** A file that was written at the very moment of the scan may be written again with the same size and time. */
const TOO_RECENT = 2 * SECOND;

/** What a scan knows of the files of a folder, from those before, and learns. */
interface Knowledge {
  before: Map<string, FolderFile>;
  /** The files that are there. */
  seen: Map<string, FoundFile>;
  /** Those that are the same as before, and what came of them. */
  unchanged: FolderFile[];
}

/**
 * Looks for new and changed files in one folder and adds them. Files that are as an earlier scan left them are not read.
 * A folder that can't be looked into, or that suddenly looks empty, changes nothing: its disk may be away.
 */
export async function scanFolder(
  context: Context,
  folder: Folder,
  options: ScanOptions,
): Promise<FolderScan> {
  const store = await context.store();
  const knows = await knowledgeOf(context, folder);
  const isSettled = settledBy(knows, options, context);
  const unseen = await whyUnseen(folder.path);
  if (unseen) return awayScan(folder, unseen);
  let files: Looked[] = [];
  let stopped: string | undefined;
  try {
    files = options.dryRun
      ? await previewOf(context, folder, isSettled)
      : (await add(context, [{ path: folder.path }], { ...addOptionsOf(folder), isSettled })).map(lookedOf);
  } catch (error) {
    const known = explain(error) ?? ofSystem(error);
    if (!known || error instanceof StoreDamaged) throw error;
    if (known.kind === "mistake") return awayScan(folder, known.message, known.hint);
    stopped = known.message;
  }
  const [broken] = files.filter(({ file, error }) => error && file === folder.path);
  if (broken) return awayScan(folder, broken.error!, broken.hint);
  if (knows.before.size && !knows.seen.size && !stopped && !context.stop.asked.aborted)
    return awayScan(folder, `none of the ${knows.before.size} files it had are there; its disk may be away`);
  files = files.map((one) => (wasFound(one, knows) ? { ...one, again: true } : one));
  const scan = { path: folder.path, targets: folder.targets, files, ...figuresOf(files, knows) };
  stopped ??= files.find(({ later }) => later)?.error;
  if (context.stop.asked.aborted) stopped ??= "it was stopped";
  if (!options.dryRun) {
    const learnt = await learn(files, knows, context.clock.now());
    const gone = stopped ? learnt.gone.filter((path) => knows.seen.has(path)) : learnt.gone;
    await store.endScan(folder.id, { ...learnt, gone, figures: stopped ? null : scan.figures, error: null });
  }
  return { ...scan, ...(stopped === undefined ? {} : { stopped }) };
}

/** Why a folder can't be looked into; a file system that is away answers with errors of many kinds. */
const whyUnseen = (path: string): Promise<string | undefined> =>
  stat(path).then(
    (info) => (info.isDirectory() ? undefined : "it is not a folder any more"),
    (error: Error) => explain(error)?.message ?? error.message,
  );

/** What the system says of a file system, in a word that `explain` has none for. */
const ofSystem = (error: unknown): ReturnType<typeof explain> =>
  (error as NodeJS.ErrnoException).syscall
    ? { kind: "mistake", message: (error as Error).message }
    : undefined;

const awayScan = ({ path, targets }: Folder, away: string, hint?: string): FolderScan => ({
  path,
  targets,
  files: [],
  ...figuresOf([], { seen: new Map(), unchanged: [] }),
  away,
  ...(hint === undefined ? {} : { hint }),
});

async function knowledgeOf(context: Context, { id }: Folder): Promise<Knowledge> {
  const files = await (await context.store()).folderFiles(id);
  return { before: new Map(files.map((file) => [file.path, file])), seen: new Map(), unchanged: [] };
}

/**
 * Settled is what was added, and what is unfit or can't be understood, as long as the file stays as it is. Why else a
 * file was left out may change with the files beside it, and whether one can be opened with its mode: both are looked at each time. When
 * a stop is asked for, all that is left is.
 */
function settledBy(knows: Knowledge, { rereads = false }: ScanOptions, { stop }: Context): IsSettled {
  const settled: FileOutcome[] = rereads ? ["added", "known"] : ["added", "known", "unfit", "unreadable"];
  return (file) => {
    if (stop.asked.aborted) return true;
    knows.seen.set(file.path, file);
    const before = knows.before.get(file.path);
    const isSame = before?.size === file.size && before.modifiedMs === file.modifiedMs;
    if (!isSame || !settled.includes(before.outcome)) return false;
    knows.unchanged.push(before);
    return true;
  };
}

/** Whether an earlier scan found the same to be wrong with it, or to leave it out for. */
const wasFound = ({ file, error, skipped }: Looked, { before }: Knowledge): boolean => {
  const reason = error ?? skipped;
  return reason !== undefined && before.get(resolve(file))?.reason === reason;
};

function lookedOf({ file, projects, skipped, unfit, error, hint, later }: AddedFile): Looked {
  return {
    file,
    added: projects.flatMap(({ created, targetLang }) => (created ? [targetLang] : [])),
    ...(skipped === undefined ? {} : { skipped }),
    ...(unfit ? { unfit } : {}),
    ...(error === undefined ? {} : { error }),
    ...(hint === undefined ? {} : { hint }),
    ...(later ? { later } : {}),
  };
}

/** What is to be stored of the files that were looked at. */
async function learn(files: readonly Looked[], { before, seen }: Knowledge, now: number) {
  const outcomes = new Map<string, Pick<FolderFile, "outcome" | "reason">>();
  for (const looked of files) {
    const path = resolve(looked.file);
    // Of a file that is told of twice, once for each language, what was left out counts.
    if (!looked.later && outcomes.get(path)?.outcome !== "skipped")
      outcomes.set(path, await outcomeOf(looked));
  }
  const changed: FolderFile[] = [];
  const gone = [...before.keys()].filter((path) => !seen.has(path));
  for (const [path, outcome] of outcomes) {
    const file = seen.get(path);
    if (!file) continue;
    const known = before.get(path);
    const next = { ...file, ...outcome };
    if (Math.abs(now - file.modifiedMs) < TOO_RECENT) {
      if (known) gone.push(path);
    } else if (!known || isOther(known, next)) changed.push(next);
  }
  return { changed, gone };
}

async function outcomeOf({
  file,
  added,
  skipped,
  unfit,
  error,
}: Looked): Promise<Pick<FolderFile, "outcome" | "reason">> {
  if (skipped !== undefined) return { outcome: unfit ? "unfit" : "skipped", reason: skipped };
  if (error === undefined) return { outcome: added.length ? "added" : "known", reason: null };
  const opens = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  return { outcome: opens ? "unreadable" : "unopened", reason: error };
}

const isOther = (a: FolderFile, b: FolderFile) =>
  a.size !== b.size || a.modifiedMs !== b.modifiedMs || a.outcome !== b.outcome || a.reason !== b.reason;
