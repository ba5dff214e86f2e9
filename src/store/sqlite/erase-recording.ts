import type { Db } from "./db.js";
import { TABLES } from "./kinds.js";

/**
 * Erases what was said in a recording: its transcript, translations, documents, errors and lines of the memory. Returns
 * the path of its upload, if it was one.
 */
export function eraseRecording(db: Db, id: string): { uploaded: string | null } {
  const key = TABLES.transcription.key(id);
  return db.transaction(() => {
    const row = db.get<{ path: string; uploaded: 0 | 1; documentId: number | null }>(
      "select path, uploaded, document_id as documentId from audio_records where id = @key",
      { key },
    );
    if (!row) return { uploaded: null };
    db.run(
      `delete from memory where hash in (select hash from segments where document_id = @documentId)
         and source in (select text from segments where document_id = @documentId)`,
      row as unknown as Record<string, unknown>,
    );
    db.run("delete from jobs where audio_id = @key", { key });
    db.run("delete from translation_projects where document_id = @documentId", {
      documentId: row.documentId,
    });
    db.run("delete from audio_records where id = @key", { key });
    return { uploaded: row.uploaded ? row.path : null };
  });
}
