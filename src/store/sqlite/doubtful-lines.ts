import type { DoubtfulLine, DoubtfulWanted } from "../lines.js";
import type { Db } from "./db.js";
import { type StoredRow, storedLine } from "./stored-line.js";

type DoubtfulRow = StoredRow & Pick<DoubtfulLine, "projectId" | "name" | "sourceLang" | "targetLang">;

/**
 * The index over lines with marks has the wanted order, so that the search ends with the last line that is wanted;
 * `cross join` keeps SQLite from beginning with another table.
 */
export const doubtfulLines = (db: Db, { limit, besides }: DoubtfulWanted): DoubtfulLine[] =>
  db
    .all<DoubtfulRow>(
      `
      select p.id as projectId, p.name, p.source_lang as sourceLang, p.target_lang as targetLang,
        t.idx as "index", s.start_ms as start, s.end_ms as end, s.text, t.text as translation, t.state, t.origin,
        t.marks, t.quality, a.text as answer, a.marks as answerMarks
      from segment_translations t
      cross join translation_versions v on v.id = t.version_id
      cross join translation_projects p on p.id = v.project_id
      cross join segments s on s.document_id = p.document_id and s.idx = t.idx
      left join rejected_answers a on a.version_id = t.version_id and a.idx = t.idx
      where t.marks <> '[]' and p.status <> 'cancelled'
        and v.number = (select max(number) from translation_versions where project_id = p.id)
        and exists (select 1 from json_each(t.marks) where value not in (select value from json_each(@besides)))
      order by t.quality, t.version_id desc, t.idx
      limit @limit
      `,
      { limit, besides: JSON.stringify(besides) },
    )
    .map(storedLine);
