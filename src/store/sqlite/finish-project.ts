import type { Status } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { Settled } from "../claim.js";
import type { Finishing } from "../lines.js";
import type { ClaimedProject } from "../projects.js";
import type { Db } from "./db.js";
import { FENCE, fenced, renew, secondsSince } from "./fence.js";

/** Ends a claim as its lines say. */
export function finishProject(
  db: Db,
  project: ClaimedProject,
  finishing: Finishing,
): Settled | "open" | undefined {
  const { now: at, provider, model, promptVersion, error } = finishing;
  const { id, versionId: version } = project;
  const now = toUtcText(at);
  return db.transaction(() => {
    const settled = settleByLines(db, {
      ...fenced(project),
      ...{ version, now, error, seconds: secondsSince(project, at) },
    });
    if (!settled) return renew(db, project, at) ? "open" : undefined;
    nameTranslator(db, { version, provider, model, promptVersion });
    close(db, { id, version, now, status: settled.status });
    return settled;
  });
}

/** Completed only if each line has a translation, failed if one was given up; untouched while one is open. */
const settleByLines = (db: Db, parameters: Record<string, unknown>): Settled | undefined =>
  db.get<Settled>(
    `
    update translation_projects
    set processing_time_seconds = processing_time_seconds + @seconds,
        units_done = tally.done,
        quality_score = tally.quality,
        status = case when tally.done = units_count then 'completed' else 'failed' end,
        completed_at = @now,
        error_message = case when tally.failed > 0 then @error end,
        available_at = @now
    from (
      select
        count(*) filter (where state = 'done') as done,
        count(*) filter (where state = 'failed') as failed,
        coalesce(round(avg(quality), 1), 100) as quality
      from segment_translations where version_id = @version) as tally
    where ${FENCE} and tally.done + tally.failed = units_count
    returning status, units_done as unitsDone, quality_score as quality, error_message as error
    `,
    parameters,
  );

const nameTranslator = (db: Db, row: Record<string, unknown>) =>
  db.run(
    "update translation_versions set provider = @provider, model = @model, prompt_version = @promptVersion where id = @version",
    row,
  );

/** What follows when a project's lines have settled it. */
export function close(db: Db, row: { id: string; version: number; now: string; status: Status }) {
  db.run(
    `
    update translation_versions
    set completed_at = @now, quality_score = (select quality_score from translation_projects where id = @id)
    where id = @version
    `,
    row,
  );
  db.run("delete from asks where version_id = @version", row);
  if (row.status === "completed") rememberDone(db, row.id, row.now);
}

/** What was done for a file, apart from its project: clean-up must never make a folder in crontab pay again. */
function rememberDone(db: Db, id: string, now: string) {
  db.run(
    `
    insert into done_files (path, hash, target_lang, project_id, completed_at)
    select d.path, d.hash, p.target_lang, p.id, @now
    from translation_projects p join documents d on d.id = p.document_id
    where p.id = @id
    on conflict do update set project_id = excluded.project_id, completed_at = excluded.completed_at
    `,
    { id, now },
  );
}
