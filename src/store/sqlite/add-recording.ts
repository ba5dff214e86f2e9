import { createHash } from "node:crypto";
import type { Status } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { Added, NewProject } from "../projects.js";
import type { AddedRecording, AddingRecording, NewRecording, Recordings } from "../recordings.js";
import { insertProject } from "./add-projects.js";
import { count } from "./counters.js";
import type { Db } from "./db.js";
import { insertJob, keepTemplate } from "./jobs.js";

type Outcome = Awaited<ReturnType<Recordings["addRecording"]>>;

interface Known {
  number: number;
  status: Status;
  documentId: number | null;
}

/** Adds what is not there yet: the recording, and a row for each thing that is to be made of its transcript. */
export function addRecording(db: Db, adding: AddingRecording): Outcome {
  const { recording, lane, projects, projectLane, job, again, now } = adding;
  return db.transaction((): Outcome => {
    const known = again ? undefined : knownRecording(db, recording);
    const tags = known ? projectsOf(db, known) : [];
    const fresh = projects.filter(({ targetLang }) => !tags.some((one) => one.targetLang === targetLang));
    const full =
      fullLane(db, { table: "audio_records", lane, more: known ? 0 : 1, now }) ??
      fullLane(db, { table: "translation_projects", lane: projectLane, more: fresh.length, now }) ??
      (job && fullLane(db, { table: "jobs", lane: job.lane, more: 1, now }));
    if (full) return full;
    const { number, status, documentId } = known ?? insertRecording(db, recording, { lane: lane.name, now });
    const isReady = status === "completed";
    const row = {
      document: documentId,
      lane: projectLane.name,
      now: toUtcText(now),
      count: isReady ? segmentsOf(db, documentId!) : 0,
    };
    for (const project of fresh) {
      insertProject(db, project, row);
      if (!isReady) makeWait(db, project.id, number);
    }
    return {
      added: {
        id: `audio-${number}`,
        created: known === undefined,
        status,
        projects: projects.map(
          ({ id, targetLang }) =>
            tags.find((one) => one.targetLang === targetLang) ?? {
              id,
              targetLang,
              created: true,
              status: "pending",
            },
        ),
        job: job ? addJob(db, { job, number, isReady, now }) : null,
      } satisfies AddedRecording,
    };
  });
}

/** The same bytes under the same path, asked for in the same language. */
const knownRecording = (
  db: Db,
  { path, hash, sourceLang, timed, diarize }: NewRecording,
): Known | undefined =>
  db.get<Known>(
    `select id as number, status, document_id as documentId from audio_records
     where path = @path and hash = @hash and source_lang is @sourceLang and timed >= @timed and diarize = @diarize
       and status not in ('cancelled', 'failed')
     order by id desc limit 1`,
    { path, hash, sourceLang, timed: timed ? 1 : 0, diarize: diarize ? 1 : 0 },
  );

const projectsOf = (db: Db, { documentId }: Known): Added[] =>
  db
    .all<Pick<Added, "id" | "targetLang" | "status">>(
      `select id, target_lang as targetLang, status from translation_projects
       where document_id = @documentId and status <> 'cancelled'`,
      { documentId },
    )
    .map((one) => ({ ...one, created: false }));

interface Wanted {
  table: string;
  lane: AddingRecording["lane"];
  more: number;
  now: number;
}

function fullLane(
  db: Db,
  { table, lane, more, now }: Wanted,
): { full: Wanted["lane"]; waiting: number } | undefined {
  if (more === 0) return undefined;
  const waiting = db.value<number>(
    `select count(*) from ${table} where status = 'pending' and lane = @lane`,
    { lane: lane.name },
  )!;
  if (waiting + more <= lane.places) return undefined;
  count(db, `full ${lane.name}`, { by: 1, now });
  return { full: lane, waiting };
}

/** With an empty document that its translations refer to from the start. */
function insertRecording(
  db: Db,
  recording: NewRecording,
  { lane, now }: { lane: string; now: number },
): Known {
  const row = {
    ...recording,
    uploaded: recording.uploaded ? 1 : 0,
    timed: recording.timed ? 1 : 0,
    diarize: recording.diarize ? 1 : 0,
    deliver: recording.deliver ? 1 : 0,
    lane,
    now: toUtcText(now),
  };
  const number = db.value<number>(
    `
    insert into audio_records (name, path, size, modified_ms, hash, uploaded, source_lang, timed, diarize, priority,
      deliver, target_folder, root, lane, available_at, created_at)
    values (@name, @path, @size, @modifiedMs, @hash, @uploaded, @sourceLang, @timed, @diarize, @priority, @deliver,
      @targetFolder, @root, @lane, @now, @now)
    returning id
    `,
    row,
  )!;
  const documentId = db.value<number>(
    `
    insert into documents (name, path, format, encoding, hash, bytes, segments_count, created_at)
    values (@name, @path, 'srt', 'utf-8', @placeholder, x'', 0, @now)
    returning id
    `,
    { ...row, placeholder: createHash("sha256").update(`audio-${number}`).digest("hex") },
  )!;
  db.run("update audio_records set document_id = @documentId where id = @number", { documentId, number });
  return { number, status: "pending", documentId };
}

const segmentsOf = (db: Db, documentId: number) =>
  db.value<number>("select segments_count from documents where id = @documentId", { documentId })!;

const makeWait = (db: Db, id: NewProject["id"], number: number) =>
  db.run(
    `update translation_projects set waits_for = cast(@number as integer), wait_reason = 'waits for its transcript'
     where id = @id`,
    { id, number },
  );

interface AddingJob {
  job: NonNullable<AddingRecording["job"]>;
  number: number;
  isReady: boolean;
  now: number;
}

function addJob(db: Db, { job: { template, job, lane }, number, isReady, now }: AddingJob): string {
  const there = db.value<string>(
    `select 'job-' || id from jobs
     where audio_id = @number and hash = @hash and record_id is @recordId and status <> 'cancelled' limit 1`,
    { number, hash: job.hash, recordId: job.recordId },
  );
  if (there !== undefined) return there;
  keepTemplate(db, template, now);
  return insertJob(db, {
    template,
    job: { ...job, audioId: `audio-${number}` },
    lane: lane.name,
    now,
    ...(isReady ? {} : { waitsFor: number }),
  });
}
