import { stat } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import type { AuditedWork, Context } from "../../context.js";
import { lanesOfKind } from "../../core/lanes.js";
import type { Lane } from "../../core/model.js";
import { type Skipped, type SkipReason, whySkipped } from "../../core/skips.js";
import { explain, StoreDamaged, UserError } from "../../errors.js";
import type { AddedRecording } from "../../store/recordings.js";
import { addOne } from "./add-one.js";
import type { InLanes, TranscribeOptions } from "./options.js";
import { folderFor, planRecordings, type RecordingPlan } from "./plan-recordings.js";

/** What became of a recording. */
export interface TranscribeFile {
  /** The path as it was given or found. */
  file: string;
  added?: AddedRecording;
  skipped?: SkipReason;
  why?: string;
  error?: string;
  hint?: string;
  /** Nothing is wrong with it: the same may work later. No recording after it was tried. */
  later?: true;
}

/**
 * Adds recordings: each with a row for its transcript and one for each thing that is to be made of that. A file that
 * can't be added is reported beside those that could. Throws UserError for options that make no sense, and what is for
 * later before anything was added.
 */
export async function transcribe(
  context: Context,
  paths: readonly string[],
  options: TranscribeOptions,
): Promise<TranscribeFile[]> {
  if (!options.timed && options.to.length)
    throw new UserError("translations need times, and --text asks for none", "leave out --text or --to");
  const lanes = {
    audio: lanesOfKind(context.config.LANES, "transcription")[0]!,
    projects: laneNamed(context, options),
  };
  const files: TranscribeFile[] = [];
  for (const path of paths) {
    const before = files.length;
    for await (const file of ofPath(context, path, { ...options, lanes })) {
      files.push(file);
      if (!file.later) continue;
      if (!files.some(({ added }) => added)) throw file.cause;
      return audited(context, files);
    }
    if (context.stop.asked.aborted && files.length > before) break;
  }
  return audited(context, files);
}

function laneNamed({ config }: Context, { lane: wanted }: TranscribeOptions): Lane {
  const lanes = lanesOfKind(config.LANES, "translation");
  const lane = wanted === undefined ? lanes[0]! : lanes.find(({ name }) => name === wanted);
  if (lane) return lane;
  throw new UserError(`there is no lane "${wanted}"`, `lanes: ${lanes.map(({ name }) => name).join(", ")}`);
}

/** With what was thrown, for a caller that can do nothing else. */
type Tried = TranscribeFile & { cause?: unknown };

async function* ofPath(context: Context, path: string, options: InLanes): AsyncGenerator<Tried> {
  let found: Awaited<ReturnType<typeof expand>>;
  try {
    found = await expand(context, path, options);
  } catch (error) {
    yield failed(path, error);
    return;
  }
  const shown = (file: string) => (found.folder ? join(path, relative(resolve(path), file)) : path);
  for (const skip of found.skipped) yield leftOut(shown(skip.path), skip);
  for (const plan of found.planned) {
    const isKnown = plan.found && options.isSettled?.(plan.found, options.to);
    if (isKnown) continue;
    if (context.stop.asked.aborted) return;
    const file = shown(plan.path);
    try {
      yield { file, added: await addOne(context, plan, { ...options, deliver: found.deliver }) };
    } catch (error) {
      yield failed(file, error);
    }
  }
}

interface Expanded {
  folder: boolean;
  deliver: boolean;
  planned: RecordingPlan[];
  skipped: Skipped[];
}

/** A folder stands for the recordings in it; a file for itself, whatever its name is. */
async function expand(context: Context, given: string, options: TranscribeOptions): Promise<Expanded> {
  // An unset variable of a script must not stand for the folder it runs in.
  if (given === "") throw new UserError("the path is empty");
  const path = resolve(given);
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new UserError(
      "no such file or folder",
      "check the path; cron starts in the home folder, so give it absolute ones",
    );
  });
  const exportDir = options.exportDir ?? context.config.EXPORT_DIR;
  if (info.isDirectory())
    return {
      ...(await planRecordings(context, path, { exportDir, walked: options.walked })),
      folder: true,
      deliver: options.deliver ?? true,
    };
  return {
    planned: [{ path, root: null, folder: folderFor(path, { root: null, exportDir }) }],
    skipped: [],
    folder: false,
    deliver: options.deliver ?? exportDir !== undefined,
  };
}

const leftOut = (file: string, skipped: Skipped): TranscribeFile => ({
  file,
  skipped: skipped.reason,
  why: whySkipped(skipped),
});

/** What an error says of a file; what nobody expected, and what is no fault of a file, is thrown on. */
function failed(file: string, thrown: unknown): Tried {
  const known = explain(thrown);
  if (!known || thrown instanceof StoreDamaged) throw thrown;
  const { kind, message: error, hint } = known;
  return {
    file,
    error,
    ...(hint ? { hint } : {}),
    ...(kind === "later" ? { later: true, cause: thrown } : {}),
  };
}

async function audited(context: Context, files: TranscribeFile[]): Promise<TranscribeFile[]> {
  const works = files.flatMap(({ file, added }): AuditedWork[] =>
    added?.created ? [{ kind: "transcription", id: added.id, details: basename(file) }] : [],
  );
  await context.auditWork("transcribe", works);
  return files;
}
