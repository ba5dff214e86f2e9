import { toUtcText } from "../../core/time.js";
import { UserError } from "../../errors.js";
import type { Settled } from "../claim.js";
import type { AddedJob, ClaimedJob, Job, Jobs, NewJob, StoredTemplate } from "../jobs.js";
import { count } from "./counters.js";
import type { Db } from "./db.js";
import { FENCE, fenced, renew, secondsSince } from "./fence.js";
import { TABLES } from "./kinds.js";
import { columnsOf, type PieceRow, pieceOf } from "./pieces.js";
import { recordRequest } from "./requests.js";

export const jobs = (db: Db): Jobs => ({
  addJobs: async (adding) => add(db, adding),
  templateBody: async (hash) => db.value<string>("select body from templates where hash = @hash", { hash })!,
  transcription: async (audio) =>
    db.value<string | null>("select transcription from audio_records where id = @audio", { audio }) ?? null,
  refuseReply: async (claim, { endpointAt, problems, reply, request, now }) =>
    db.transaction(() => {
      const held = renew(db, claim, now);
      if (held)
        db.run(
          "update jobs set endpoint_at = @endpointAt, problems = @problems, reply = @reply where id = @key",
          { ...fenced(claim), endpointAt, problems: JSON.stringify(problems), reply },
        );
      if (request) recordRequest(db, claim, request, now);
      return held;
    }),
  finishJob: async (claim, finished) => finish(db, claim, finished),
  jobSettled: async (claim, now) => {
    const row = db.get<Omit<Settled, "quality">>(
      `select status, units_done as unitsDone, error_message as error from jobs where id = @key`,
      fenced(claim),
    );
    if (row?.status === "completed") return { ...row, quality: null };
    return row?.status === "processing" && renew(db, claim, now) ? "open" : undefined;
  },
  copyOf: async ({ type, number }, resultHash) =>
    db.value<string>(
      `select 'job-' || id from jobs
       where type = @type and result_hash = @resultHash and status = 'completed' and id <> @number limit 1`,
      { type, number, resultHash },
    ),
  job: async (id) => jobOf(db, id),
});

type Adding = Parameters<Jobs["addJobs"]>[0];

function add(db: Db, { template, jobs: wanted, lane, again, now: at }: Adding) {
  return db.transaction((): { added: AddedJob[] } | { full: { waiting: number } } => {
    const there = wanted.map(({ hash }) => same(db, hash, again));
    const fresh = new Set(wanted.filter((_, index) => !there[index]).map(({ hash }) => hash)).size;
    const waiting = fresh ? pendingIn(db, lane.name) : 0;
    if (fresh && waiting + fresh > lane.places) {
      count(db, `full ${lane.name}`, { by: 1, now: at });
      return { full: { waiting } };
    }
    if (fresh) keepTemplate(db, template, at);
    const ids = new Map<string, string>();
    return {
      added: wanted.map((job, index): AddedJob => {
        const twin = ids.get(job.hash);
        if (there[index]) return { ...there[index], created: false };
        if (twin) return { id: twin, created: false, status: "pending" };
        const id = insertJob(db, { template, job, lane: lane.name, now: at });
        ids.set(job.hash, id);
        return { id, created: true, status: "pending" };
      }),
    };
  });
}

/** The same job, unless it was cancelled; where it is wanted again, only while it has not ended. */
const same = (db: Db, hash: string, again: boolean) =>
  db.get<Pick<AddedJob, "id" | "status">>(
    `select 'job-' || id as id, status from jobs
     where hash = @hash and status <> 'cancelled' and (@again = 0 or status in ('pending', 'processing'))
     order by jobs.id desc limit 1`,
    { hash, again: again ? 1 : 0 },
  );

const pendingIn = (db: Db, lane: string) =>
  db.value<number>("select count(*) from jobs where status = 'pending' and lane = @lane", { lane })!;

/** Templates are kept once for all their jobs. */
export const keepTemplate = (db: Db, template: StoredTemplate, now: number) =>
  db.run(
    `insert into templates (hash, name, body, created_at) values (@hash, @name, @body, @now)
     on conflict do nothing`,
    { ...template, now: toUtcText(now) },
  );

interface Inserting {
  template: StoredTemplate;
  job: NewJob;
  lane: string;
  now: number;
  /** The number of the recording that it waits for. */
  waitsFor?: number;
}

/** Adds one job; returns its id. */
export function insertJob(db: Db, { template, job, lane, now, waitsFor }: Inserting): string {
  const { audioId, deliverTo, ...row } = job;
  const number = db.value<number>(
    `
    insert into jobs (type, name, template_hash, parameters, hash, audio_id, record_id, priority, deliver,
      lane, available_at, created_at, waits_for, wait_reason)
    values (@type, @name, @templateHash, @parameters, @hash, cast(@audio as integer), @recordId, @priority, @deliver,
      @lane, @now, @now, cast(@waitsFor as integer), @waitReason)
    returning id
    `,
    {
      ...row,
      type: template.name,
      templateHash: template.hash,
      audio: audioId === null ? null : TABLES.transcription.key(audioId),
      deliver: deliverTo ? 1 : 0,
      lane,
      now: toUtcText(now),
      waitsFor: waitsFor ?? null,
      waitReason: waitsFor === undefined ? null : "waits for its transcript",
    },
  )!;
  if (deliverTo)
    db.run(
      "update jobs set target_path = @folder || '/' || type || '-' || id || @ending where id = @number",
      { ...deliverTo, number },
    );
  return `job-${number}`;
}

type Finishing = Parameters<Jobs["finishJob"]>[1];

function finish(db: Db, claim: ClaimedJob, { request, now: at, ...finished }: Finishing) {
  return db.transaction((): Settled | undefined => {
    const settled = db.get<Omit<Settled, "quality">>(
      `
      update jobs
      set status = 'completed', completed_at = @now, units_done = units_count, result = @result, format = @format,
        result_hash = @resultHash, marks = @marks, error_message = null, problems = '[]', reply = null,
        processing_time_seconds = processing_time_seconds + @seconds
      where ${FENCE}
      returning status, units_done as unitsDone, error_message as error
      `,
      {
        ...fenced(claim),
        ...finished,
        marks: JSON.stringify(finished.marks),
        now: toUtcText(at),
        seconds: secondsSince(claim, at),
      },
    );
    if (request) recordRequest(db, claim, request, at);
    return settled && { ...settled, quality: null };
  });
}

type JobRow = PieceRow &
  Omit<Job, keyof PieceRow | "marks" | "problems"> & { marks: string; problems: string };

function jobOf(db: Db, id: string): Job {
  const row = db.get<JobRow>(
    `select ${columnsOf(
      "generation",
      `id as number, type, parameters, 'audio-' || audio_id as audioId, record_id as recordId, target_path as targetPath, result, format, marks,
       problems`,
    )} from jobs where id = @key`,
    { key: TABLES.generation.key(id) },
  );
  if (!row) throw new UserError(`there is no ${id}`);
  const { marks, problems, ...rest } = row;
  return {
    ...(pieceOf("generation", rest as PieceRow) as unknown as Job),
    marks: JSON.parse(marks),
    problems: JSON.parse(problems),
  };
}
