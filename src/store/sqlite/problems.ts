import { fromUtcText, toUtcText } from "../../core/time.js";
import type { NewProblem, Problem, Problems } from "../problems.js";
import type { Db } from "./db.js";

export const problems = (db: Db): Problems => ({
  noteProblem: async (problem) => noteProblem(db, problem),
  listProblems: async ({ since, limit, projectId, code }) =>
    db
      .all<Omit<Problem, "segments" | "at"> & { segments: string; at: string }>(
        `
        select e.id, e.project_id as projectId, p.name, e.code, e.message, e.segments, e.created_at as at,
          ${ANSWER} as answer
        from translation_errors e left join translation_projects p on p.id = e.project_id
        where e.created_at >= @since and (@projectId is null or e.project_id = @projectId)
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

/** The table is the translator's: what befell other kinds names no project. */
export function noteProblem(db: Db, { work, code, message, now }: NewProblem) {
  db.run(
    `insert into translation_errors (project_id, code, message, created_at)
     values (@projectId, @code, @message, @now)`,
    { projectId: work?.kind === "translation" ? work.id : null, code, message, now: toUtcText(now) },
  );
}
