import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../context.js";
import { isRecordingName } from "../core/media-names.js";
import { isOfContent } from "../core/skips.js";
import { explain, StoreDamaged } from "../errors.js";
import type { FileOutcome, Folder, FolderFile } from "../store/folders.js";
import { type FoundFile, type Walked, walk } from "../system/walk.js";
import { add } from "./add.js";
import { byFile } from "./by-file.js";
import type { Estimator } from "./estimate.js";
import { addOptionsOf } from "./folder-options.js";
import { type FolderScan, figuresOf, isNew, type Looked } from "./scan-figures.js";
import { previewOf } from "./scan-preview.js";
import type { IsSettled } from "./unsettled.js";

interface ScanOptions {
  /** Counts what would be added; then nothing changes. */
  estimator?: Estimator;
  /** Reads again what could not be understood: this program may be a newer one, and a person wants to know. */
  rereads?: boolean;
}

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
  const looked = await lookInto(context, folder, { ...options, isSettled });
  if ("away" in looked) return awayScan(folder, looked.away, looked.hint);
  let { files, stopped } = looked;
  const [broken] = files.filter(({ file, error }) => error && file === folder.path);
  if (broken) return awayScan(folder, broken.error!, broken.hint);
  if (knows.before.size && !knows.seen.size && files.length === 0 && !stopped && !context.stop.asked.aborted)
    return awayScan(folder, `none of the ${knows.before.size} files it had are there; its disk may be away`);
  files = files.map((one) => (wasFound(one, knows) ? { ...one, again: true } : one));
  const scan = { path: folder.path, targets: folder.targets, files, ...figuresOf(files, knows) };
  stopped ??= files.find(({ later }) => later)?.error;
  if (context.stop.asked.aborted) stopped ??= "it was stopped";
  if (!options.estimator) {
    const learnt = await learn(files, knows);
    const gone = stopped ? learnt.gone.filter((path) => knows.seen.has(path)) : learnt.gone;
    await store.endScan(folder.id, { ...learnt, gone, figures: stopped ? null : scan.figures, error: null });
  }
  return { ...scan, ...(stopped === undefined ? {} : { stopped }) };
}

interface Looking extends ScanOptions {
  isSettled: IsSettled;
}

/** Texts and recordings, from one walk; a lane that is full for the ones does not keep the others from being added. */
async function lookInto(
  context: Context,
  folder: Folder,
  looking: Looking,
): Promise<{ files: Looked[]; stopped?: string | undefined } | { away: string; hint?: string | undefined }> {
  const files: Looked[] = [];
  let stopped: string | undefined;
  let walked: Walked | undefined;
  for (const look of [lookAtTexts, lookAtRecordings]) {
    try {
      walked ??= await walk(folder.path);
      files.push(...(await look(context, folder, { ...looking, walked })));
    } catch (error) {
      const known = explain(error) ?? ofSystem(error);
      if (!known || error instanceof StoreDamaged) throw error;
      if (known.kind === "mistake") return { away: known.message, hint: known.hint };
      stopped ??= known.message;
    }
  }
  return { files, stopped };
}

type LookingAt = Looking & { walked: Walked };

const lookAtTexts = async (
  context: Context,
  folder: Folder,
  { estimator, ...options }: LookingAt,
): Promise<Looked[]> =>
  estimator
    ? previewOf(context, folder, { ...options, estimator })
    : byFile(await add(context, [{ path: folder.path }], { ...addOptionsOf(folder), ...options }));

/** What recordings need is loaded where there are some. */
async function lookAtRecordings(
  context: Context,
  folder: Folder,
  { estimator, ...options }: LookingAt,
): Promise<Looked[]> {
  if (!folder.recordings || !options.walked.files.some(isRecordingName)) return [];
  const { addRecordings, previewRecordings } = await import("./scan-recordings.js");
  return (estimator ? previewRecordings : addRecordings)(context, folder, options);
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
 * Settled is what was added for all the languages that are planned now, and what is unfit or can't be understood, as
 * long as the file stays as it is. What the plan leaves out is not read at all, and whether a file can be opened may
 * change with its mode. When a stop is asked for, all that is left is settled.
 */
function settledBy(knows: Knowledge, { rereads = false }: ScanOptions, { stop }: Context): IsSettled {
  const settled: FileOutcome[] = rereads ? ["added", "known"] : ["added", "known", "unfit", "unreadable"];
  return (file, languages) => {
    if (stop.asked.aborted) return true;
    knows.seen.set(file.path, file);
    const before = knows.before.get(file.path);
    const isSame = before?.size === file.size && before.modifiedMs === file.modifiedMs;
    if (!isSame || !settled.includes(before.outcome)) return false;
    if (isThere(before) && !languages.every((language) => languagesOf(before).includes(language)))
      return false;
    knows.unchanged.push(before);
    return true;
  };
}

const isThere = ({ outcome }: FolderFile) => outcome === "added" || outcome === "known";

/** What is noted of a file that is there: the languages it has projects for, or is in. */
const languagesOf = ({ reason }: FolderFile) => reason?.split(",") ?? [];

/** Whether an earlier scan found the same to be wrong with it, or to leave it out for. */
const wasFound = ({ file, error, skips }: Looked, { before }: Knowledge): boolean => {
  const reason = error ?? skips[0]?.reason;
  return reason !== undefined && before.get(resolve(file))?.reason === reason;
};

/** What is to be stored of the files that were looked at. */
async function learn(files: readonly Looked[], { before, seen }: Knowledge) {
  const outcomes = new Map<string, Pick<FolderFile, "outcome" | "reason">>();
  for (const looked of files) {
    const outcome = looked.later ? undefined : await outcomeOf(looked);
    if (outcome) outcomes.set(resolve(looked.file), outcome);
  }
  const changed: FolderFile[] = [];
  const gone = [...before.keys()].filter((path) => !seen.has(path));
  for (const [path, outcome] of outcomes) {
    const file = seen.get(path);
    if (!file) continue;
    const known = before.get(path);
    const next = { ...file, ...outcome };
    if (!known || isOther(known, next)) changed.push(next);
  }
  return { changed, gone };
}

/** Undefined where nothing was read: what is left out for its name or the files beside it is planned anew each time. */
async function outcomeOf(looked: Looked): Promise<Pick<FolderFile, "outcome" | "reason"> | undefined> {
  const { file, there, skips, error } = looked;
  const unfit = skips.filter(({ reason }) => isOfContent(reason));
  const languages = [...there, ...unfit.flatMap(({ to }) => to ?? [])].sort();
  if (there.length) return { outcome: isNew(looked) ? "added" : "known", reason: languages.join(",") };
  if (unfit[0]) return { outcome: "unfit", reason: unfit[0].reason };
  if (error === undefined) return undefined;
  const opens = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  return { outcome: opens ? "unreadable" : "unopened", reason: error };
}

const isOther = (a: FolderFile, b: FolderFile) =>
  a.size !== b.size || a.modifiedMs !== b.modifiedMs || a.outcome !== b.outcome || a.reason !== b.reason;
