import type { Origin } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { OpenAsk } from "../asks.js";
import type { Batch } from "../lines.js";
import type { ClaimedProject } from "../projects.js";
import { closeAsks, insertAsk } from "./asks.js";
import { count } from "./counters.js";
import type { Db } from "./db.js";
import { renew } from "./fence.js";
import { remember } from "./memory.js";
import { noteUse } from "./memory-use.js";
import { recordRequest } from "./requests.js";

/** A reply's lines, its cost, its memory and what is asked next, in one transaction. */
export function saveBatch(db: Db, project: ClaimedProject, batch: Batch): { opened: OpenAsk[] } | undefined {
  const { now, request } = batch;
  const scope = project.isPrivate ? undefined : batch.scope;
  return db.transaction(() => {
    const held = renew(db, project, now);
    if (held) {
      saveLines(db, project, batch);
      countLines(db, batch);
      if (scope) noteUse(db, project, { scope, done: batch.done, now });
    }
    // What was paid for is kept even when the claim was lost meanwhile: its successor finds it in the memory.
    if (scope) remember(db, project, { scope, done: batch.done, now });
    if (request) recordRequest(db, project, held ? request : { ...request, outcome: "late" }, now);
    return held ? { opened: replaceAsk(db, project, batch) } : undefined;
  });
}

/** Lines that were asked for, and lines that need not be. */
function countLines(db: Db, { done, failed, now }: Batch) {
  const of = (...origins: Origin[]) => done.filter(({ origin }) => origins.includes(origin)).length;
  count(db, "cache_hits", { by: of("memory", "duplicate"), now });
  count(db, "cache_misses", { by: of("provider") + failed.length, now });
  count(db, "lines_unproved", { by: done.filter(({ marks }) => marks.includes("unproved")).length, now });
}

function saveLines(db: Db, { id, versionId: version }: ClaimedProject, { done, failed, now }: Batch) {
  if (done.length) {
    const lines = JSON.stringify(done);
    const saved = insertDone(db, version, lines);
    dropRejected(db, version, lines);
    // Any saved line shows that the project does not kill its workers, so the attempts start anew.
    if (saved) {
      db.run(
        "update translation_projects set units_done = units_done + @saved, attempts = 0 where id = @id",
        {
          id,
          saved,
        },
      );
    }
  }
  if (failed.length) insertFailed(db, { id, version, lines: JSON.stringify(failed), now: toUtcText(now) });
}

/** A line that is done stays as it is: the first answer is kept if a request was ever repeated. */
const insertDone = (db: Db, version: number, lines: string): number =>
  db.run(
    `
    insert into segment_translations (version_id, idx, state, text, origin, marks, quality)
    select @version, value ->> 'index', 'done', value ->> 'text', value ->> 'origin', value -> 'marks',
      value ->> 'quality'
    from json_each(@lines) where true
    on conflict do nothing
    `,
    { version, lines },
  );

/** Lines that are done have no use for an answer that was rejected. */
export const dropRejected = (db: Db, version: number, lines: string) =>
  db.run(
    `
    delete from rejected_answers
    where version_id = @version and idx in (select value ->> 'index' from json_each(@lines))
    `,
    { version, lines },
  );

function insertFailed(db: Db, row: { id: string; version: number; lines: string; now: string }) {
  db.run(
    `
    insert into segment_translations (version_id, idx, state, origin, marks, quality)
    select @version, value ->> 'index', 'failed', 'provider', json_array(value ->> 'code'), 0
    from json_each(@lines) where true
    on conflict do nothing
    `,
    row,
  );
  db.run(
    `
    insert into translation_errors (project_id, code, message, segments, created_at)
    select @id, value ->> 'code', value ->> 'message', json_array((value ->> 'index') + 1), @now
    from json_each(@lines)
    `,
    row,
  );
  db.run(
    `
    insert into rejected_answers (version_id, idx, text, marks, rejected_at)
    select t.version_id, t.idx, line.value ->> '$.answer.text', line.value -> '$.answer.marks', @now
    from json_each(@lines) line
    join segment_translations t on t.version_id = @version and t.idx = line.value ->> 'index' and t.state = 'failed'
    where line.value -> 'answer' is not null
    on conflict do update set text = excluded.text, marks = excluded.marks, rejected_at = excluded.rejected_at
    `,
    row,
  );
}

function replaceAsk(db: Db, project: ClaimedProject, { closes, opens, now }: Batch): OpenAsk[] {
  if (closes) closeAsks(db, closes);
  if (!opens) return [];
  const { asks, endpoint } = opens;
  return asks.map((ask) => insertAsk(db, project, { ask, endpoint, now }));
}
