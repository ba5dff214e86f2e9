import { createHash } from "node:crypto";
import type { Lane } from "../../src/core/model.js";
import type { ClaimedJob, NewJob, StoredTemplate } from "../../src/store/jobs.js";
import type {
  AddedRecording,
  AddingRecording,
  ClaimedRecording,
  NewRecording,
} from "../../src/store/recordings.js";
import type { Store } from "../../src/store/store.js";
import { documentWith, NORMAL, request, START, wish } from "./support.js";

export const AUDIO: Lane = { name: "audio", places: 100, workers: 1 };
export const DOCUMENTS: Lane = { name: "generation", places: 100, workers: 2 };

export const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

export const newRecording = (changes: Partial<NewRecording> = {}): NewRecording => ({
  ...{ name: "talk.mp3", path: "/talks/talk.mp3", size: 1000, modifiedMs: 5, hash: hashOf("talk") },
  ...{ uploaded: false, sourceLang: null, timed: true, diarize: false, priority: 0, deliver: false },
  ...{ targetFolder: null, root: null },
  ...changes,
});

/** Adds a recording; where a lane is full, that is a mistake of the test. */
export async function addRecording(
  store: Store,
  {
    recording,
    ...changes
  }: Partial<Omit<AddingRecording, "recording">> & { recording?: Partial<NewRecording> } = {},
): Promise<AddedRecording> {
  const result = await store.addRecording({
    recording: newRecording(recording),
    ...{ lane: AUDIO, projects: [], projectLane: NORMAL, again: false, now: START },
    ...changes,
  });
  if ("full" in result) throw new Error(`lane ${result.full.name} is full`);
  return result.added;
}

export const takeRecording = async (store: Store, now = START): Promise<ClaimedRecording> =>
  (await store.claim("transcription", wish({ lanes: [AUDIO], now })))!;

/** Takes the next recording and hears it, in one part. */
export async function hear(store: Store, now = START) {
  const claim = await takeRecording(store, now);
  await store.planRecording(claim, { duration: 60_000, parts: 1, plan: "[]", now });
  await store.savePart(claim, { number: 0, heard: '{"segments":[]}', request: request(), now });
  return store.finishRecording(claim, {
    document: { ...documentWith(2), name: "talk.srt" },
    ...{ transcription: "line 1\nline 2", heardLang: "en", marks: [], now },
  });
}

export const TEMPLATE: StoredTemplate = {
  name: "crochet",
  hash: hashOf("template"),
  body: '{"name":"crochet"}',
};

let sequence = 0;

export const newJob = (changes: Partial<NewJob> = {}): NewJob => ({
  ...{ name: "crochet-hat", parameters: '{"type":"hat","level":"beginner","size":"M"}' },
  ...{ hash: hashOf(`job ${++sequence}`), audioId: null, recordId: null, priority: 0 },
  deliverTo: null,
  ...changes,
});

export async function addJobs(
  store: Store,
  jobs: readonly NewJob[],
  changes: { again?: boolean; now?: number } = {},
) {
  const result = await store.addJobs({
    ...{ template: TEMPLATE, jobs, lane: DOCUMENTS, again: false, now: START },
    ...changes,
  });
  if ("full" in result) throw new Error("the lane is full");
  return result.added;
}

export const takeJob = async (store: Store, now = START): Promise<ClaimedJob> =>
  (await store.claim("generation", wish({ lanes: [DOCUMENTS], now })))!;

export const document = (changes: { result?: string; now?: number } = {}) => {
  const { result = '{"title":"Hat"}', now = START } = changes;
  return {
    ...{ result, format: "json" as const, resultHash: hashOf(result), marks: [] },
    ...{ request: request(), now },
  };
};
