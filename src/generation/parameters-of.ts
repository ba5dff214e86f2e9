import type { JsonObject } from "../core/json.js";
import { NeverAgain } from "../errors.js";
import type { Turn } from "../queue/kind.js";
import type { ClaimedJob } from "../store/jobs.js";

/** The parameters of a job, with the transcript of its recording, if it is of one. */
export async function parametersOf({ work, store }: Turn<ClaimedJob>): Promise<JsonObject> {
  const parameters = JSON.parse(work.parameters) as JsonObject;
  if (work.audioId === null) return parameters;
  const transcript = await store.transcription(work.audioId);
  if (transcript === null) throw new NeverAgain("bad_request", `audio-${work.audioId} has no transcript`);
  return { ...parameters, transcript };
}
