import type { Context } from "../context.js";
import { whySkipped } from "../core/skips.js";
import { explain, StoreDamaged } from "../errors.js";
import type { Folder } from "../store/folders.js";
import type { Walked } from "../system/walk.js";
import type { Looked } from "./scan-figures.js";
import { planRecordings, type RecordingPlan } from "./transcribe/plan-recordings.js";
import { refuseNoRecording } from "./transcribe/refuse.js";
import { type TranscribeFile, transcribe } from "./transcribe/transcribe.js";
import type { IsSettled } from "./unsettled.js";

interface Looking {
  isSettled: IsSettled;
  walked: Walked;
}

/** Adds the recordings of a folder that are new, each with its translations into the folder's languages. */
export async function addRecordings(context: Context, folder: Folder, looking: Looking): Promise<Looked[]> {
  const { path, targets, from, lane, exportDir } = folder;
  const files = await transcribe(context, [path], {
    ...{ from, to: targets, timed: true, diarize: false, again: false, priority: 0, memory: false },
    ...(lane === null ? {} : { lane }),
    ...(exportDir === null ? {} : { exportDir }),
    ...looking,
  });
  return files.map((file) => lookedOf(file, folder));
}

function lookedOf(
  { file, added, skipped: reason, why = "", error, hint, later }: TranscribeFile,
  { targets }: Folder,
): Looked {
  const isNew = added?.projects.filter(({ created }) => created) ?? [];
  return {
    file,
    added: isNew.map(({ targetLang }) => targetLang),
    // All of them, also the one that is spoken, so that the file is settled for these targets.
    there: added ? [...targets] : [],
    skips: reason ? [{ to: null, reason, why }] : [],
    ...(added ? { recording: added.created ? "added" : "known" } : {}),
    ...(error === undefined ? {} : { error }),
    ...(hint === undefined ? {} : { hint }),
    ...(later ? { later } : {}),
  };
}

/** What adding them would do; nothing is stored. */
export async function previewRecordings(
  context: Context,
  folder: Folder,
  { isSettled, walked }: Looking,
): Promise<Looked[]> {
  const { path, targets } = folder;
  const exportDir = folder.exportDir ?? context.config.EXPORT_DIR;
  const { planned, skipped } = await planRecordings(context, path, { exportDir, walked });
  const looked = skipped.map(
    (skip): Looked => ({
      ...{ file: skip.path, added: [], there: [] },
      skips: [{ to: null, reason: skip.reason, why: whySkipped(skip) }],
    }),
  );
  for (const plan of planned)
    if (!plan.found || !isSettled(plan.found, targets)) looked.push(await foreseen(context, plan, folder));
  return looked;
}

async function foreseen(
  context: Context,
  { path: file, found }: RecordingPlan,
  { targets, from }: Folder,
): Promise<Looked> {
  const none: Looked = { file, added: [], there: [], skips: [] };
  try {
    const store = await context.store();
    if (found && (await store.recordingAt(found)))
      return { ...none, there: [...targets], recording: "known" };
    await refuseNoRecording(context, file);
    return {
      ...{ ...none, recording: "added", there: [...targets] },
      added: targets.filter((tag) => tag !== from),
    };
  } catch (error) {
    const known = explain(error);
    if (!known || error instanceof StoreDamaged) throw error;
    const { message, hint } = known;
    return { ...none, error: message, ...(hint === undefined ? {} : { hint }) };
  }
}
