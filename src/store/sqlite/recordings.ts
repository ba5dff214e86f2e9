import { toUtcText } from "../../core/time.js";
import { UserError } from "../../errors.js";
import type { ClaimedRecording, Recording, Recordings } from "../recordings.js";
import { addRecording } from "./add-recording.js";
import type { Db } from "./db.js";
import { eraseRecording } from "./erase-recording.js";
import { fenced, renew } from "./fence.js";
import { finishRecording } from "./finish-recording.js";
import { TABLES } from "./kinds.js";
import { columnsOf, type PieceRow, pieceOf } from "./pieces.js";
import { documentWhere } from "./projects.js";
import { recordRequest } from "./requests.js";

export const recordings = (db: Db): Recordings => ({
  addRecording: async (adding) => addRecording(db, adding),
  recordingAt: async (file) =>
    db.get(
      `select 'audio-' || id as id, status from audio_records
       where path = @path and size = @size and modified_ms = @modifiedMs
       order by audio_records.id desc limit 1`,
      { ...file },
    ),
  planRecording: async (claim, { duration, parts, plan, now }) =>
    db.transaction(() => {
      const held = renew(db, claim, now);
      if (held)
        db.run(
          `update audio_records set duration_ms = cast(@duration as integer), units_count = @parts, plan = @plan
           where id = @key`,
          { ...fenced(claim), duration, parts, plan },
        );
      return held;
    }),
  savePart: async (claim, part) => savePart(db, claim, part),
  partsOf: async (number) =>
    db.all("select number, heard from audio_parts where audio_id = @number order by number", { number }),
  finishRecording: async (claim, finished) => finishRecording(db, claim, finished),
  transcriptDocument: async (id) =>
    documentWhere(
      db,
      "d.id = (select document_id from audio_records where id = @key) and length(d.bytes) > 0",
      {
        key: TABLES.transcription.key(id),
      },
    ),
  recording: async (id) => recordingOf(db, id),
  madeOf: async (id) => {
    const key = TABLES.transcription.key(id);
    return {
      projects: db.values<string>(
        `select p.id from translation_projects p
         where p.waits_for = @key or p.document_id = (select document_id from audio_records where id = @key)
         order by p.seq`,
        { key },
      ),
      jobs: db.values<string>("select 'job-' || id from jobs where audio_id = @key order by id", { key }),
    };
  },
  eraseRecording: async (id) => eraseRecording(db, id),
});

type Part = Parameters<Recordings["savePart"]>[1];

/** A saved part sets the attempts back: three reboots must not fail a long recording. */
const savePart = (db: Db, claim: ClaimedRecording, { number, heard, request, now }: Part): boolean =>
  db.transaction(() => {
    const held = renew(db, claim, now);
    recordRequest(db, claim, request, now);
    if (!held) return false;
    const { provider, model } = request;
    db.run(
      `insert into audio_parts (audio_id, number, heard, provider, model, created_at)
       values (@key, cast(@number as integer), @heard, @provider, @model, @now)
       on conflict do update set heard = excluded.heard, provider = excluded.provider, model = excluded.model`,
      { ...fenced(claim), number, heard, provider, model, now: toUtcText(now) },
    );
    db.run(
      `update audio_records
       set units_done = min(units_count, (select count(*) from audio_parts where audio_id = @key)), attempts = 0
       where id = @key`,
      fenced(claim),
    );
    return true;
  });

type RecordingRow = PieceRow &
  Omit<Recording, keyof PieceRow | "marks" | "timed" | "diarize" | "uploaded"> & {
    marks: string;
    timed: 0 | 1;
    diarize: 0 | 1;
    uploaded: 0 | 1;
  };

function recordingOf(db: Db, id: string): Recording {
  const row = db.get<RecordingRow>(
    `select ${columnsOf(
      "transcription",
      `id as number, path, size, modified_ms as modifiedMs, hash, uploaded, source_lang as sourceLang,
       heard_lang as heardLang, timed, diarize, target_folder as targetFolder, root, duration_ms as duration,
       transcription, marks, document_id as documentId`,
    )} from audio_records where id = @key`,
    { key: TABLES.transcription.key(id) },
  );
  if (!row) throw new UserError(`there is no ${id}`);
  const { marks, timed, diarize, uploaded, ...rest } = row;
  return {
    ...(pieceOf("transcription", rest as PieceRow) as unknown as Recording),
    marks: JSON.parse(marks),
    timed: timed === 1,
    diarize: diarize === 1,
    uploaded: uploaded === 1,
  };
}
