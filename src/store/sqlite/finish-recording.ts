import { toUtcText } from "../../core/time.js";
import type { Settled } from "../claim.js";
import type { ClaimedRecording, Recordings } from "../recordings.js";
import { insertSegments } from "./add-projects.js";
import type { Db } from "./db.js";
import { FENCE, fenced, renew, secondsSince } from "./fence.js";

type Finished = Parameters<Recordings["finishRecording"]>[1];

/** The transcript, what waits for it, and the recording's end: one transaction. */
export function finishRecording(
  db: Db,
  claim: ClaimedRecording,
  { document, transcription, heardLang, marks, now: at }: Finished,
): Settled | "open" | undefined {
  const now = toUtcText(at);
  return db.transaction((): Settled | "open" | undefined => {
    const settled = db.get<Omit<Settled, "quality">>(
      `
      update audio_records
      set status = 'completed', completed_at = @now, transcription = @transcription, heard_lang = @heardLang,
        marks = @marks, error_message = null,
        processing_time_seconds = processing_time_seconds + @seconds
      where ${FENCE} and units_done = units_count
      returning status, units_done as unitsDone, error_message as error
      `,
      {
        ...fenced(claim),
        ...{ now, transcription, heardLang, marks: JSON.stringify(marks), seconds: secondsSince(claim, at) },
      },
    );
    if (!settled) return renew(db, claim, at) ? "open" : undefined;
    fillDocument(db, claim.documentId!, document);
    release(db, { key: claim.number, language: claim.sourceLang ?? heardLang, now });
    return { ...settled, quality: null };
  });
}

/** Its hash stays the one of its recording: the same may be heard twice, and each time is a document of its own. */
function fillDocument(db: Db, id: number, document: Finished["document"]) {
  const { name, format, encoding, bytes, segments } = document;
  db.run(
    `
    update documents
    set name = @name, format = @format, encoding = @encoding, bom = @bom, bytes = @bytes,
      segments_count = @count
    where id = @id
    `,
    {
      ...{ id, name, format, encoding: encoding.name, bom: encoding.bom ? 1 : 0 },
      ...{ bytes, count: segments.length },
    },
  );
  insertSegments(db, id, segments);
}

/** What waited for the transcript is due now. */
function release(db: Db, row: { key: number; language: string | null; now: string }) {
  db.run(
    `
    update translation_projects
    set status = 'cancelled', completed_at = @now, waits_for = null, wait_reason = null,
      error_message = 'it is in that language already'
    where waits_for = @key and target_lang = @language
    `,
    row,
  );
  db.run(
    `
    update translation_projects
    set waits_for = null, wait_reason = null, available_at = @now,
      units_count = (select segments_count from documents where documents.id = document_id),
      source_known = case when source_lang is null and @language is not null then 'text' else source_known end,
      source_lang = coalesce(source_lang, @language)
    where waits_for = @key
    `,
    row,
  );
  db.run("update jobs set waits_for = null, wait_reason = null, available_at = @now where waits_for = @key", {
    key: row.key,
    now: row.now,
  });
}
