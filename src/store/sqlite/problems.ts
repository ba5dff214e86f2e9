import { fromUtcText, toUtcText } from "../../core/time.js";
import type { NewProblem, Problem, Problems } from "../problems.js";
import type { Db } from "./db.js";

export const problems = (db: Db): Problems => ({
  noteProblem: async (problem) => noteProblem(db, problem),
  listProblems: async ({ since, limit, projectId, code }) =>
    db
      .all<Omit<Problem, "segments" | "at"> & { segments: string; at: string }>(
        `
        select e.id, coalesce(e.project_id, e.work_id) as projectId, coalesce(p.name, a.name, j.name) as name, e.code, e.message, e.segments, e.created_at as at,
          ${ANSWER} as answer
        from translation_errors e left join translation_projects p on p.id = e.project_id
          left join audio_records a on e.kind = 'transcription' and a.id = cast(substr(e.work_id, length('audio-') + 1) as integer)
          left join jobs j on e.kind = 'generation' and j.id = cast(substr(e.work_id, length('job-') + 1) as integer)
        where e.created_at >= @since and (@projectId is null or e.project_id = @projectId or e.work_id = @projectId)
          and (@code is null or e.code = @code)
        order by e.id desc limit @limit
        `,
        { since: toUtcText(since), limit, projectId: projectId ?? null, code: code ?? null },
      )
      .map((row) => ({ ...row, segments: JSON.parse(row.segments) as number[], at: fromUtcText(row.at) })),
});

/** The last answer to the line that a row of translation_errors, here `e`, is about. */
export const ANSWER = `
  (select a.text from rejected_answers a
   where a.version_id = (
       select id from translation_versions where project_id = e.project_id order by number desc limit 1)
     and a.idx = (e.segments ->> 0) - 1)`;

/** The table is the translator's: what befell other kinds names no project, and its work beside it. */
export function noteProblem(db: Db, { work, code, message, now }: NewProblem) {
  db.run(
    `insert into translation_errors (project_id, kind, work_id, code, message, created_at)
     values (@projectId, @kind, @workId, @code, @message, @now)`,
    { ...namesOf(work), code, message, now: toUtcText(now) },
  );
}

function namesOf(work: NewProblem["work"]) {
  const { kind = "translation", id = null } = work ?? {};
  return kind === "translation"
    ? { kind, projectId: id, workId: null }
    : { kind, projectId: null, workId: id };
}
