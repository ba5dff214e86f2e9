import type { Line } from "../../core/model.js";
import type { Lines, StoredLine } from "../lines.js";
import type { Db } from "./db.js";
import { doubtfulLines } from "./doubtful-lines.js";
import { finishProject } from "./finish-project.js";
import { saveBatch } from "./save-batch.js";
import { saveByHand } from "./save-by-hand.js";
import { type StoredRow, storedLine } from "./stored-line.js";
import { tally } from "./tally.js";

export const lines = (db: Db): Lines => ({
  lines: async ({ versionId, documentId }) =>
    db.all<Line>(
      `
      select s.idx as "index", s.start_ms as start, s.end_ms as end, s.text, t.text as translation,
        coalesce(t.state, 'open') as state
      from segments s left join segment_translations t on t.version_id = @version and t.idx = s.idx
      where s.document_id = @document
      order by s.idx
      `,
      { version: versionId, document: documentId },
    ),
  projectLines: async (id, version) => projectLines(db, id, version ?? null),
  doubtfulLines: async (wanted) => doubtfulLines(db, wanted),
  saveBatch: async (project, batch) => saveBatch(db, project, batch),
  tally: async (project) => tally(db, project),
  finishProject: async (project, finishing) => finishProject(db, project, finishing),
  saveByHand: async (id, saving) => saveByHand(db, id, saving),
});

const projectLines = (db: Db, id: string, number: number | null): StoredLine[] =>
  db
    .all<StoredRow>(
      `
      select s.idx as "index", s.start_ms as start, s.end_ms as end, s.text, t.text as translation,
        coalesce(t.state, 'open') as state, t.origin, t.marks, t.quality,
        a.text as answer, a.marks as answerMarks
      from translation_projects p
      join translation_versions v on v.id = (
        select id from translation_versions
        where project_id = p.id and (@number is null or number = @number) order by number desc limit 1)
      join segments s on s.document_id = p.document_id
      left join segment_translations t on t.version_id = v.id and t.idx = s.idx
      left join rejected_answers a on a.version_id = v.id and a.idx = s.idx
      where p.id = @id
      order by s.idx
      `,
      { id, number },
    )
    .map(storedLine);
