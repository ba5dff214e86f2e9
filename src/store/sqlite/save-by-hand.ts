import type { Status } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { HandSaved, HandSaving } from "../lines.js";
import type { Db } from "./db.js";
import { close } from "./finish-project.js";
import { dropRejected } from "./save-batch.js";
import { tally } from "./tally.js";

interface Standing {
  status: Status;
  documentId: number;
  versionId: number;
}

/** Lines that a person decided on, and what they make of the project. No worker has it, so there is no claim to prove. */
export function saveByHand(db: Db, id: string, { now: at, lines, error }: HandSaving): HandSaved | undefined {
  const now = toUtcText(at);
  return db.transaction(() => {
    const project = standingOf(db, id);
    if (!project) return undefined;
    const { status: from, versionId: version } = project;
    const saved = upsert(db, version, JSON.stringify(lines));
    db.run("update translation_projects set units_done = units_done + @saved where id = @id", {
      id,
      saved: saved.length,
    });
    const left = tally(db, project);
    if (left.open + left.failed === 0) {
      complete(db, { id, version, now });
      return { saved, from, to: "completed" };
    }
    if (from === "failed" && left.open === 0) restate(db, { id, version, error: error(left) });
    return { saved, from, to: from };
  });
}

const standingOf = (db: Db, id: string) =>
  db.get<Standing>(
    `
    select p.status, p.document_id as documentId, v.id as versionId
    from translation_projects p join translation_versions v on v.project_id = p.id
    where p.id = @id and p.status in ('pending', 'failed')
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

/** It stays failed, with fewer lines to name. */
const restate = (db: Db, row: { id: string; version: number; error: string | null }) =>
  db.run(
    `
    update translation_projects set error_message = coalesce(@error, error_message), quality_score = ${QUALITY}
    where id = @id
    `,
    row,
  );
