import { rmSync } from "node:fs";
import { extname, join } from "node:path";
import { deadlineOf } from "../core/deadline.js";
import type { Heard, Stretch } from "../core/heard.js";
import { lengthOf } from "../core/speech/stretches.js";
import { formatDuration } from "../core/time.js";
import type { Transcribed } from "../endpoints/endpoint.js";
import { NeverAgain, RetryLater, UserError } from "../errors.js";
import { withHeartbeat } from "../queue/heartbeat.js";
import type { Turn } from "../queue/kind.js";
import { learn, send } from "../queue/send.js";
import { ClaimLost, patiently } from "../queue/turn.js";
import type { ClaimedRecording } from "../store/recordings.js";
import type { RequestRecord } from "../store/requests.js";
import { cutPart } from "../system/media/cut.js";
import { makeRunFolder } from "../system/run-folder.js";
import { type Plan, refuseChanged } from "./plan.js";
import { readHeard } from "./read-heard.js";

/** What was heard in a stretch, as it is stored. */
export interface StoredPart {
  /** Where it truly begins, in milliseconds of the recording. */
  realStart: number;
  /** Times from there. */
  heard: Heard;
}

interface Asked {
  plan: Plan;
  /** The row it becomes. */
  number: number;
  stretch: Stretch;
  /** What the log calls it: `part 3/9`. */
  label: string;
}

/** Cuts a stretch out of the recording, has it transcribed, and saves what was heard before anything else. */
export async function hearStretch(turn: Turn<ClaimedRecording>, asked: Asked): Promise<StoredPart> {
  const { folder } = makeRunFolder("");
  try {
    const sent = await cut(turn, { ...asked, folder });
    return await ask(turn, { ...asked, ...sent });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Sent {
  /** The file that is sent. */
  file: string;
  realStart: number;
  /** Milliseconds; null where it is not known. */
  duration: number | null;
}

/** Servers take MP3 everywhere; programs on this machine read plain samples. */
const ENCODINGS = { remote: "mp3", local: "wav" } as const;

async function cut(
  turn: Turn<ClaimedRecording>,
  { plan, stretch, folder }: Asked & { folder: string },
): Promise<Sent> {
  const { work, endpoint } = turn;
  if (plan.stream === null || endpoint.name === "pseudo")
    return {
      file: work.path,
      realStart: stretch.start,
      duration: plan.duration === null ? null : lengthOf(stretch),
    };
  const to = endpoint.remote ? ENCODINGS.remote : ENCODINGS.local;
  const file = join(folder, `part.${to}`);
  const { stream } = plan;
  const env = turn.context.config.childEnv;
  const part = await withHeartbeat(turn, (signal) =>
    cutPart(work.path, { stream, stretch, to, out: file, env, signal }),
  ).catch(async (error) => {
    await refuseChanged(work);
    throw error instanceof UserError ? new NeverAgain("bad_recording", error.message) : error;
  });
  // A recording that was replaced meanwhile would give a transcript of two.
  await refuseChanged(work);
  return { file, realStart: part.realStart, duration: part.duration };
}

async function ask(
  turn: Turn<ClaimedRecording>,
  { number, label, file, realStart, duration }: Asked & Sent,
): Promise<StoredPart> {
  const { work, endpoint, context, store, log } = turn;
  const { sourceLang: language, timed, diarize } = work;
  const recording = { file, language, duration, timed: timed === 1, diarize: diarize === 1 };
  const sent = await send(turn, {
    call: (options) => endpoint.speech!.transcribe(recording, options),
    units: 1,
    timeout: deadlineOf({ duration, least: context.config.TIMEOUT_PER_AUDIO }),
    label,
  });
  if ("timedOut" in sent) throw new RetryLater("timeout", `${label} took too long`);
  const { reply } = sent;
  const { name: provider, model } = endpoint;
  const { tokens, usage } = reply;
  const paid = { provider, model, units: 1, tokens, cost: endpoint.price(usage), duration: sent.duration };
  const heard = await heardIn(turn, reply, { timed: recording.timed, duration, paid });
  const part: StoredPart = { realStart, heard };
  const request = { ...paid, outcome: "ok" };
  const now = context.clock.now();
  const saved = await patiently(turn, () =>
    store.savePart(work, { number, heard: JSON.stringify(part), request, now }),
  );
  if (!saved) throw new ClaimLost();
  turn.saved++;
  log.step(`${label} ... ${formatDuration(sent.duration)}`);
  await learn(turn, reply);
  return part;
}

interface Reading {
  timed: boolean;
  duration: number | null;
  paid: Omit<RequestRecord, "outcome">;
}

/** A reply that is no transcript was paid for all the same. */
async function heardIn(
  turn: Turn<ClaimedRecording>,
  reply: Transcribed,
  { timed, duration, paid }: Reading,
): Promise<Heard> {
  try {
    if (reply.kind !== "answered") throw refusalOf(reply, turn.work);
    return readHeard(reply, { timed, duration });
  } catch (error) {
    const outcome = reply.kind === "answered" ? "bad_reply" : reply.kind;
    const { store, work, context } = turn;
    await patiently(turn, () => store.logRequest(work, { ...paid, outcome }, context.clock.now()));
    await learn(turn, reply);
    throw error;
  }
}

const refusalOf = ({ kind, problems }: Transcribed, { name, path }: ClaimedRecording) =>
  new NeverAgain(
    "bad_request",
    kind === "truncated"
      ? `${name} is too large for the server${extname(path) === "" ? "" : ` as ${extname(path).slice(1)}`}`
      : `the server refused ${name}${problems.length ? `: ${problems.join(", ")}` : ""}`,
  );
