import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Context } from "../../context.js";
import { lanesOfKind } from "../../core/lanes.js";
import type { Status } from "../../core/model.js";
import { ComeBackLater, UserError } from "../../errors.js";
import type { NewProject } from "../../store/projects.js";
import type { AddedRecording, NewRecording } from "../../store/recordings.js";
import type { InLanes } from "./options.js";
import { type RecordingPlan, translationPath } from "./plan-recordings.js";
import { refuseNoRecording } from "./refuse.js";

/**
 * Adds one recording, with what is to be made of its transcript. One of a folder that failed or was cancelled is known as
 * long as it is the same: folders are added again and again, and each time would be paid for. Throws UserError for what
 * is no recording.
 */
export async function addOne(
  context: Context,
  plan: RecordingPlan,
  options: InLanes & { deliver: boolean },
): Promise<AddedRecording> {
  const { lanes, job, again } = options;
  const store = await context.store();
  const { known, ...seen } = await seenAt(context, plan.path);
  if (known && isOver(known) && plan.root !== null && !again)
    return { ...known, created: false, projects: [], job: null };
  const recording = await lookAt(context, plan, {
    ...{ ...options, ...seen },
    knownAs: known && !isOver(known) ? known.id : undefined,
  });
  const result = await store.addRecording({
    recording,
    lane: lanes.audio,
    projects: projectsOf(context, plan, options),
    projectLane: lanes.projects,
    ...(job ? { job: { ...job, lane: lanesOfKind(context.config.LANES, "generation")[0]! } } : {}),
    again,
    now: context.clock.now(),
  });
  if ("added" in result) return result.added;
  const { name, places } = result.full;
  throw new ComeBackLater(
    `lane ${name} is full: ${result.waiting} of ${places} places are taken`,
    "add it again when some are done, or more places in LANES",
  );
}

const isOver = ({ status }: { status: Status }) => status === "failed" || status === "cancelled";

async function seenAt(context: Context, path: string) {
  const info = await stat(path);
  if (!info.isFile()) throw new UserError("it is not a file");
  const { size, mtimeMs: modifiedMs } = info;
  if (size === 0) throw new UserError("the file is empty");
  const known = await (await context.store()).recordingAt({ path, size, modifiedMs });
  return { size, modifiedMs, known };
}

type Seen = { size: number; modifiedMs: number; knownAs: string | undefined };

/** A recording as it stands on the disk; one that was seen before is not read again. */
async function lookAt(
  context: Context,
  { path, root, folder }: RecordingPlan,
  {
    from,
    timed,
    diarize,
    deliver,
    priority,
    size,
    modifiedMs,
    knownAs,
  }: InLanes & Seen & { deliver: boolean },
): Promise<NewRecording> {
  const store = await context.store();
  if (knownAs === undefined) await refuseNoRecording(context, path);
  const hash = knownAs === undefined ? await hashOf(path) : (await store.recording(knownAs)).hash;
  return {
    ...{
      name: basename(path),
      path,
      size,
      modifiedMs,
      hash,
      uploaded: false,
      sourceLang: from,
      timed,
      diarize,
    },
    ...{ priority, deliver, targetFolder: deliver ? folder : null, root },
  };
}

/** Read in pieces: a recording may have gigabytes. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

function projectsOf(
  context: Context,
  plan: RecordingPlan,
  { to, from, deliver, priority, memory }: InLanes & { deliver: boolean },
): NewProject[] {
  return to
    .filter((tag) => tag !== from)
    .map((targetLang) => ({
      id: context.newId(),
      name: basename(plan.path),
      sourceLang: from,
      sourceKnown: from === null ? null : "given",
      targetLang,
      priority,
      deliver,
      targetPath: deliver ? translationPath(plan, { sourceLang: from, targetLang, ending: ".srt" }) : null,
      root: plan.root,
      fresh: false,
      isPrivate: !memory,
    }));
}
