import { createHash } from "node:crypto";
import { canonicalJson } from "../core/canonical-json.js";
import type { Json } from "../core/json.js";
import { readExtraction } from "../core/record/extraction.js";
import { read } from "../formats/index.js";
import { ClaimLost, hold, patiently } from "../queue/turn.js";
import type { RequestRecord } from "../store/requests.js";
import { type Kept, keepRecord } from "./keep-record.js";
import type { Making } from "./making.js";

interface Good {
  document: Json;
  marks: readonly string[];
}

interface Paid {
  reply: string;
  request: RequestRecord;
}

/** Stores a document and completes its job. Of a record the reply is stored first: it was paid for, and merging may wait. */
export async function store(making: Making, { document, marks }: Good, paid: Paid | null): Promise<void> {
  const { turn, template } = making;
  const { work, store: queue, context } = turn;
  if (!template.record) return finish(making, { document, marks, request: paid?.request ?? null });
  if (paid) {
    const { endpointAt } = work;
    const kept = { endpointAt, problems: [], ...paid, now: context.clock.now() };
    if (!(await patiently(turn, () => queue.refuseReply(work, kept)))) throw new ClaimLost();
  }
  const record = (paid ? undefined : await kept(making)) ?? (await keep(making, document));
  await finish(making, { ...record, request: null });
}

async function finish(
  { turn, template }: Making,
  { document, marks, request }: Good & { request: RequestRecord | null },
): Promise<void> {
  const { work, store: queue, context } = turn;
  const isText = typeof document === "string";
  const result = isText ? document : `${JSON.stringify(document, null, 2)}\n`;
  const resultHash = createHash("sha256").update(canonicalJson(document)).digest("hex");
  const copy = template.record ? undefined : await queue.copyOf(work, resultHash);
  const finished = {
    ...{ result, resultHash, request, now: context.clock.now() },
    format: typeof template.output === "string" ? template.output : ("json" as const),
    marks: copy === undefined ? marks : [...marks, `copy: the very same document as ${copy}`],
  };
  const settled = await patiently(turn, () => queue.finishJob(work, finished));
  if (!settled) throw new ClaimLost();
}

/** What a worker that was killed right after it had merged this job left; undefined if none did. */
async function kept({ turn: { work, store: queue } }: Making): Promise<Good | undefined> {
  const record = await queue.mergedBy(work.id);
  if (!record) return undefined;
  const changes = (await queue.recordHistory(record.id)).filter(({ job }) => job === work.id);
  return documentOf({ record, changes });
}

/** Merges what was found into the record; the job's document is the record as it is then. */
async function keep({ turn, template }: Making, document: Json): Promise<Good> {
  const { work, store: queue, context } = turn;
  const extraction = readExtraction(document)!;
  await hold(turn);
  const recording = work.audioId === null ? null : `audio-${work.audioId}`;
  const merged = await keepRecord(queue, extraction, {
    ...{ record: work.recordId, template: template.name, keys: template.record!.keys },
    ...{ recording, job: work.id, who: "transcron", now: context.clock.now() },
    output: template.output as Exclude<typeof template.output, string>,
    transcript: await transcriptOf(turn, recording),
    language: recording === null ? null : (await queue.recording(recording)).heardLang,
  });
  if (!merged) return { document: {}, marks: ["record: nothing was said that belongs into it"] };
  return documentOf(merged);
}

function documentOf({ record, changes }: Kept): Good {
  const dropped = changes.filter(({ what }) => what === "dropped");
  return {
    document: { record: record.id, fields: record.fields },
    marks: dropped.map(({ field, reason }) => `record: ${field} was left out: ${reason}`),
  };
}

/** What was said, with times where there is a recording; else the text that the job was given. */
async function transcriptOf({ work, store: queue }: Making["turn"], recording: string | null) {
  const document = recording === null ? undefined : await queue.transcriptDocument(recording);
  if (document) return read(document.name, document.bytes, { format: document.format }).cues;
  const { transcript } = JSON.parse(work.parameters) as { transcript?: unknown };
  return [{ start: null, text: String(transcript ?? "") }];
}
