import type { CheckCode } from "../../core/checks.js";
import type { Line } from "../../core/model.js";
import type { Lines, StoredLine, Tally } from "../lines.js";
import type { ClaimedProject } from "../projects.js";
import type { Db } from "./db.js";
import { finishProject } from "./finish-project.js";
import { saveBatch } from "./save-batch.js";

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
  projectLines: async (id) => projectLines(db, id),
  saveBatch: async (project, batch) => saveBatch(db, project, batch),
  tally: async (project) => tally(db, project),
  finishProject: async (project, finishing) => finishProject(db, project, finishing),
});

const projectLines = (db: Db, id: string): StoredLine[] =>
  db
    .all<StoredRow>(
      `
      select s.idx as "index", s.start_ms as start, s.end_ms as end, s.text, t.text as translation,
        coalesce(t.state, 'open') as state, t.origin, t.marks, t.quality,
        a.text as answer, a.marks as answerMarks
      from translation_projects p
      join translation_versions v on v.id = (
        select id from translation_versions where project_id = p.id order by number desc limit 1)
      join segments s on s.document_id = p.document_id
      left join segment_translations t on t.version_id = v.id and t.idx = s.idx
      left join rejected_answers a on a.version_id = v.id and a.idx = s.idx
      where p.id = @id
      order by s.idx
      `,
      { id },
    )
    .map(({ marks, answer, answerMarks, ...line }) => ({
      ...line,
      marks: marksIn(marks),
      rejected: answer === null ? null : { text: answer, marks: marksIn(answerMarks) },
    }));

type StoredRow = Omit<StoredLine, "marks" | "rejected"> & {
  marks: string | null;
  answer: string | null;
  answerMarks: string | null;
};

const marksIn = (json: string | null) => (json ? (JSON.parse(json) as CheckCode[]) : []);

/** Indexes that are named where there are many. */
const NAMED = 20;

function tally(db: Db, { versionId, documentId }: ClaimedProject): Tally {
  const parameters = { version: versionId, document: documentId, named: NAMED };
  const { total, done, failed } = db.get<{ total: number; done: number; failed: number }>(
    `
    select (select segments_count from documents where id = @document) as total,
      count(*) filter (where state = 'done') as done, count(*) filter (where state = 'failed') as failed
    from segment_translations where version_id = @version
    `,
    parameters,
  )!;
  const failedLines = db.values<number>(
    "select idx from segment_translations where version_id = @version and state = 'failed' order by idx limit @named",
    parameters,
  );
  const open = total - done - failed;
  const openLines = open === 0 ? [] : openIndexes(db, parameters);
  return { done, failed, open, failedLines, openLines };
}

const openIndexes = (db: Db, parameters: Record<string, unknown>) =>
  db.values<number>(
    `
    select idx from segments s where document_id = @document
      and not exists (select 1 from segment_translations t where t.version_id = @version and t.idx = s.idx)
    order by idx limit @named
    `,
    parameters,
  );
