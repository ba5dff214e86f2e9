import type { Db } from "./db.js";

/** Rows that a transaction deletes at most, so that a writer beside it waits for milliseconds. */
export const ROWS_AT_ONCE = 5000;

/** A line and its translation are a row each. */
export const LINES_AT_ONCE = ROWS_AT_ONCE / 2;

/** Projects that are being removed are in `control` under this and their id: what a kill leaves is taken up again. */
const REMOVING = "removing ";

/**
 * Deletes a project of many lines in steps, if the condition on its row of translation_projects holds. From the first
 * step on it is cancelled and its document no longer stands for its file, so that nobody takes what is left for a
 * whole. Returns false, and does nothing, for a project of few lines and for one that the condition leaves out.
 */
export function removeIfLarge(
  db: Db,
  id: string,
  { condition, parameters = {} }: { condition: string; parameters?: Record<string, unknown> },
): boolean {
  const begun = db.transaction(() => {
    const marked = db.run(
      `update translation_projects set status = 'cancelled'
       where id = @id and units_count > ${LINES_AT_ONCE} and ${condition}`,
      { ...parameters, id },
    );
    if (marked) note(db, id);
    return marked > 0;
  });
  if (begun) removeInSteps(db, id);
  return begun;
}

/** Goes on with what a kill interrupted; returns how many projects are gone by that. */
export function finishRemovals(db: Db): number {
  const ids = db.values<string>(
    "select substr(name, length(@prefix) + 1) from control where substr(name, 1, length(@prefix)) = @prefix",
    { prefix: REMOVING },
  );
  for (const id of ids) removeInSteps(db, id);
  return ids.length;
}

const note = (db: Db, id: string) =>
  db.run(
    "insert into control (name, value, changed_at) values (@name, '', datetime('now')) on conflict do nothing",
    { name: REMOVING + id },
  );

function removeInSteps(db: Db, id: string): void {
  detachDocument(db, id);
  for (const sql of CHILDREN) while (db.run(sql, { id }) > 0);
  db.transaction(() => {
    db.run("delete from translation_projects where id = @id", { id });
    db.run("delete from control where name = @name", { name: REMOVING + id });
  });
}

/** A document of this project alone goes with it: the same file, added again meanwhile, must get another. */
const detachDocument = (db: Db, id: string) =>
  db.run(
    `
    update documents set path = '', name = 'removed ' || @id
    where id = (select document_id from translation_projects where id = @id)
      and not exists (select 1 from translation_projects p where p.document_id = documents.id and p.id <> @id)
      and not exists (select 1 from audio_records a where a.document_id = documents.id)
    `,
    { id },
  );

/** What hangs on the project of this id, a step at a time. */
const CHILDREN = [
  `delete from segment_translations where (version_id, idx) in (
     select t.version_id, t.idx from translation_versions v join segment_translations t on t.version_id = v.id
     where v.project_id = @id limit ${ROWS_AT_ONCE})`,
  `delete from rejected_answers where (version_id, idx) in (
     select a.version_id, a.idx from translation_versions v join rejected_answers a on a.version_id = v.id
      where v.project_id = @id limit ${ROWS_AT_ONCE})`,
  `delete from edits where id in (
     select e.id from translation_versions v join edits e on e.version_id = v.id
     where v.project_id = @id limit ${ROWS_AT_ONCE})`,
  `delete from translation_errors where id in (
     select id from translation_errors where project_id = @id limit ${ROWS_AT_ONCE})`,
  `delete from segments where (document_id, idx) in (
     select s.document_id, s.idx from translation_projects p
     join documents d on d.id = p.document_id and d.name = 'removed ' || p.id
     join segments s on s.document_id = d.id
     where p.id = @id limit ${ROWS_AT_ONCE})`,
];
