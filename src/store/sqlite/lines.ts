import type { CheckCode } from "../../core/checks.js";
import type { Line } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { Batch, Claimed, RequestRecord, Store, StoredLine } from "../store.js";
import { scopeKey } from "./hash.js";
import type { Db } from "./open.js";

type Lines = Pick<Store, "lines" | "recall" | "saveBatch" | "projectLines">;

/** The lines of a document and their translations; a batch of them at a time, never one by one. */
export function lines(db: Db): Lines {
  const select = db.prepare<[number, number], Line>(`
    select s.idx as "index", s.start_ms as start, s.end_ms as end, s.text, t.text as translation,
      coalesce(t.state, 'open') as state
    from segments s left join segment_translations t on t.version_id = ? and t.idx = s.idx
    where s.document_id = ?
    order by s.idx
  `);

  const recall = db.prepare<Record<string, unknown>, { index: number; text: string; marks: string }>(`
    select s.idx as "index", m.target as text, m.marks
    from segments s
    join memory m on m.scope = @scope and m.hash = s.hash and m.source = s.text
    where s.document_id = @document
      and not exists (select 1 from segment_translations t where t.version_id = @version and t.idx = s.idx)
    order by s.idx
  `);

  const prove = db.prepare(`
    update translation_projects set reserved_at = @now
    where id = @id and claim = @token and status = 'processing'
  `);

  // A line that is done stays as it is: `or ignore` keeps the first answer if a request was ever repeated.
  const insertDone = db.prepare(`
    insert or ignore into segment_translations (version_id, idx, state, text, origin, marks, quality)
    select @version, value ->> 'index', 'done', value ->> 'text', value ->> 'origin', value -> 'marks', value ->> 'quality'
    from json_each(@lines)
  `);
  const insertFailed = db.prepare(`
    insert or ignore into segment_translations (version_id, idx, state, origin, marks, quality)
    select @version, value ->> 'index', 'failed', 'provider', json_array(value ->> 'code'), 0 from json_each(@lines)
  `);

  // Any saved line shows that the project does not kill its workers, so the attempts start anew.
  const count = db.prepare(`
    update translation_projects set segments_done = segments_done + @done, attempts = 0 where id = @id
  `);

  // `cross join` keeps SQLite from scanning the whole document for each batch.
  const remember = db.prepare(`
    insert into memory (scope, hash, source, target, marks, created_at)
    select @scope, s.hash, s.text, line.value ->> 'text', line.value -> 'marks', @now
    from json_each(@lines) line
    cross join segments s on s.document_id = @document and s.idx = line.value ->> 'index'
    where line.value ->> 'origin' = 'provider'
    on conflict do nothing
  `);

  const logRequest = db.prepare(`
    insert into requests (project_id, provider, model, segments, tokens_in, tokens_cached, tokens_out, cost, duration_ms,
      outcome, created_at)
    values (@id, @provider, @model, @segments, @input, @cached, @output, @cost, @duration, @outcome, @now)
  `);

  // An unknown cost makes the sum unknown only while nothing is known: null + x is x here.
  const bill = db.prepare(`
    update translation_versions
    set tokens_in = tokens_in + coalesce(@input, 0), tokens_cached = tokens_cached + coalesce(@cached, 0),
        tokens_out = tokens_out + coalesce(@output, 0),
        cost = case when @cost is null then cost else coalesce(cost, 0) + @cost end,
        provider = @provider, model = @model
    where id = @version
  `);

  const noteFailed = db.prepare(`
    insert into translation_errors (project_id, code, message, segments, created_at)
    select @id, value ->> 'code', value ->> 'message', json_array((value ->> 'index') + 1), @now from json_each(@lines)
  `);

  function logSent(project: Claimed, request: RequestRecord, outcome: string, now: string) {
    const { provider, model, segments, tokens, cost, duration } = request;
    const sent = {
      id: project.id,
      now,
      provider,
      model,
      segments,
      ...tokens,
      cost,
      duration: Math.round(duration),
      outcome,
    };
    logRequest.run(sent);
    bill.run({ version: project.versionId, provider, model, ...tokens, cost });
  }

  const saveBatch = db.transaction((project: Claimed, batch: Batch): boolean => {
    const now = toUtcText(batch.now);
    const held = prove.run({ id: project.id, token: project.token, now }).changes === 1;
    const done = JSON.stringify(batch.done);
    if (held) {
      const saved = batch.done.length
        ? insertDone.run({ version: project.versionId, lines: done }).changes
        : 0;
      if (saved) count.run({ id: project.id, done: saved });
      if (batch.failed.length) {
        const failed = JSON.stringify(batch.failed);
        insertFailed.run({ version: project.versionId, lines: failed });
        noteFailed.run({ id: project.id, lines: failed, now });
      }
    }
    // What was paid for is kept even when the claim was lost meanwhile: its successor finds it in the memory.
    if (batch.scope && batch.done.length) {
      remember.run({ scope: scopeKey(batch.scope), document: project.documentId, lines: done, now });
    }
    if (batch.request) logSent(project, batch.request, held ? batch.request.outcome : "late", now);
    return held;
  });

  const stored = db.prepare<[string], Omit<StoredLine, "marks"> & { marks: string | null }>(`
    select s.idx as "index", s.start_ms as start, s.end_ms as end, s.text, t.text as translation,
      coalesce(t.state, 'open') as state, t.origin, t.marks, t.quality
    from translation_projects p
    join segments s on s.document_id = p.document_id
    left join segment_translations t on t.idx = s.idx and t.version_id = (
      select id from translation_versions where project_id = p.id order by number desc limit 1)
    where p.id = ?
    order by s.idx
  `);

  return {
    lines: async (project) => select.all(project.versionId, project.documentId),
    recall: async (project, scope) =>
      recall
        .all({ scope: scopeKey(scope), document: project.documentId, version: project.versionId })
        .map(({ marks, ...line }) => ({ ...line, marks: JSON.parse(marks) as CheckCode[] })),
    saveBatch: async (project, batch) => saveBatch.immediate(project, batch),
    projectLines: async (id) =>
      stored
        .all(id)
        .map(({ marks, ...line }) => ({ ...line, marks: marks ? (JSON.parse(marks) as CheckCode[]) : [] })),
  };
}
