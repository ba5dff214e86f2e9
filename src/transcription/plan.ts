import { stat } from "node:fs/promises";
import { chooseStream } from "../core/choose-stream.js";
import type { Stretch } from "../core/heard.js";
import { type PlannedPart, planCuts } from "../core/speech/cuts.js";
import type { Loudness } from "../core/speech/sound.js";
import { MINUTE } from "../core/time.js";
import { NeverAgain, RetryLater, UserError } from "../errors.js";
import { withHeartbeat } from "../queue/heartbeat.js";
import type { Turn } from "../queue/kind.js";
import { ClaimLost } from "../queue/turn.js";
import type { ClaimedRecording } from "../store/recordings.js";
import { findMedia, INSTALL_MEDIA } from "../system/media/find.js";
import { probe } from "../system/media/probe.js";
import { listen } from "../system/media/sound.js";

/** How a recording is transcribed, decided once and stored: a turn after a kill cuts it at the same places. */
export interface Plan {
  /** Milliseconds; null where ffmpeg is not installed. */
  duration: number | null;
  /** Index of the audio stream; null: the file is sent as it is. */
  stream: number | null;
  silences: Stretch[];
  loudness?: Loudness;
  parts: PlannedPart[];
}

/** OpenAI takes 25 MB a file (its reference); a megabyte is left for the request around it. */
const MOST_BYTES = 24 * 1024 ** 2;
/** MP3 at 32 kbit/s: 237 KiB for a minute of speech (measured). */
const BYTES_A_MINUTE = 240 * 1024;

/** The stored plan of a recording; made and stored first where there is none. */
export async function planOf(turn: Turn<ClaimedRecording>): Promise<Plan> {
  const { work, store, context } = turn;
  await refuseChanged(work);
  if (work.plan !== null) return JSON.parse(work.plan) as Plan;
  const plan = await makePlan(turn);
  const planned = {
    duration: plan.duration,
    parts: plan.parts.length,
    plan: JSON.stringify(plan),
    now: context.clock.now(),
  };
  if (!(await store.planRecording(work, planned))) throw new ClaimLost();
  work.unitsCount = plan.parts.length;
  return plan;
}

/**
 * What is transcribed must be what was added: throws NeverAgain for a recording that has changed, and RetryLater for one
 * that can't be found.
 */
export async function refuseChanged({ path, name, size, modifiedMs }: ClaimedRecording): Promise<void> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const what = error.code === "ENOENT" ? "is not there" : `can't be read (${error.code})`;
    throw new RetryLater("file_away", `${path} ${what}; its disk may be away`);
  });
  if (info.size !== size || info.mtimeMs !== modifiedMs)
    throw new NeverAgain("bad_recording", `${name} has changed since it was added: add it again`);
}

async function makePlan(turn: Turn<ClaimedRecording>): Promise<Plan> {
  const { work, endpoint, context } = turn;
  const { path, sourceLang } = work;
  const env = context.config.childEnv;
  if (!(await findMedia({ env, signal: context.stop.hard }))) return asItIs(turn);
  return withHeartbeat(turn, async (signal) => {
    try {
      const { audio } = await probe(path, { env, signal });
      const { index: stream } = chooseStream(audio, sourceLang);
      // What a file tells of its length may be a guess from its first seconds: MP3 without a head, AAC.
      const { end: duration, silences, loudness } = await listen(path, { stream, env, signal });
      const most = {
        bytes: endpoint.remote ? MOST_BYTES : Number.POSITIVE_INFINITY,
        duration: context.config.TRANSCRON_TRANSCRIBE_PART,
      };
      const bytes = (duration / MINUTE) * BYTES_A_MINUTE;
      return {
        ...{ duration, stream, silences, loudness },
        parts: planCuts({ duration, bytes, silences, most }),
      };
    } catch (error) {
      await refuseChanged(work); // a disk that went away meanwhile is not the recording's fault
      if (error instanceof UserError) throw new NeverAgain("bad_recording", error.message);
      throw error;
    }
  });
}

/** Without ffmpeg a file is sent whole, where the server takes it. */
function asItIs({ work, endpoint }: Turn<ClaimedRecording>): Plan {
  if (endpoint.remote && work.size > MOST_BYTES) {
    const megabytes = Math.ceil(work.size / 1024 ** 2);
    throw new NeverAgain(
      "bad_recording",
      `${work.name} has ${megabytes} MB, and the server takes ${MOST_BYTES / 1024 ** 2}: with ffmpeg it is sent in parts; ${INSTALL_MEDIA}`,
    );
  }
  return { duration: null, stream: null, silences: [], parts: [{ start: 0, end: 0, overlaps: false }] };
}
