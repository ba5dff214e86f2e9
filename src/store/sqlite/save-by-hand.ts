import type { Status } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { HandSaved, HandSaving } from "../lines.js";
import type { Db } from "./db.js";
import { close } from "./finish-project.js";
import { dropRejected } from "./save-batch.js";
import { tally } from "./tally.js";

/** A project and its current version. */
interface Standing {
  id: string;
  status: Status;
  documentId: number;
  versionId: number;
  /** Whether nothing of it may be remembered. */
  isPrivate: 0 | 1;
}

/** Lines that a person decided on, and what they make of the project. No worker has it, so there is no claim to prove. */
export function saveByHand(db: Db, id: string, { now: at, lines, error }: HandSaving): HandSaved | undefined {
  const now = toUtcText(at);
  return db.transaction(() => {
    const project = standingOf(db, id);
    if (project?.status !== "pending" && project?.status !== "failed") return undefined;
    const saved = upsert(db, project.versionId, JSON.stringify(lines));
    return { saved, from: project.status, to: settleByHand(db, project, { now, error }) };
  });
}

export const standingOf = (db: Db, id: string) =>
  db.get<Standing>(
    `
    select p.id, p.status, p.document_id as documentId, v.id as versionId, p.private as isPrivate
    from translation_projects p join translation_versions v on v.project_id = p.id
    where p.id = @id
    order by v.number desc limit 1
    `,
    { id },
  );

function upsert(db: Db, version: number, lines: string): number[] {
  const saved = db.values<number>(
    `
    insert into segment_translations (version_id, idx, state, text, origin, marks, quality)
    select @version, value ->> 'index', 'done', value ->> 'text', value ->> 'origin', value -> 'marks',
      value ->> 'quality'
    from json_each(@lines) where true
    on conflict (version_id, idx) do update
      set state = 'done', text = excluded.text, origin = excluded.origin, marks = excluded.marks,
        quality = excluded.quality
      where segment_translations.state = 'failed'
    returning idx
    `,
    { version, lines },
  );
  dropRejected(db, version, lines);
  return saved.sort((a, b) => a - b);
}

/** What lines that changed while no worker had the project make of it; one that is cancelled stays so. */
export function settleByHand(
  db: Db,
  project: Standing,
  { now, error }: { now: string; error: HandSaving["error"] },
): Status {
  const { id, status, versionId: version } = project;
  const left = tally(db, project);
  db.run("update translation_projects set units_done = @done where id = @id", { id, done: left.done });
  if (status === "pending" || status === "failed") {
    if (left.open + left.failed === 0) {
      complete(db, { id, version, now });
      return "completed";
    }
    if (left.open > 0) return status;
  }
  if (status === "failed" || status === "completed") restate(db, { id, version, error: error(left) });
  return status;
}

const QUALITY =
  "(select coalesce(round(avg(quality), 1), 100) from segment_translations where version_id = @version)";

function complete(db: Db, row: { id: string; version: number; now: string }) {
  db.run(
    `
    update translation_projects
    set status = 'completed', completed_at = @now, error_message = null, wait_reason = null, quality_score = ${QUALITY}
    where id = @id
    `,
    row,
  );
  close(db, { ...row, status: "completed" });
}

/** It stays failed, with fewer lines to name, or completed, with a quality of its own. */
function restate(db: Db, row: { id: string; version: number; error: string | null }) {
  db.run(
    `
    update translation_projects set error_message = coalesce(@error, error_message), quality_score = ${QUALITY}
    where id = @id
    `,
    row,
  );
  db.run(`update translation_versions set quality_score = ${QUALITY} where id = @version`, {
    version: row.version,
  });
}
