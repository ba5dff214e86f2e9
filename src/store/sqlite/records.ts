import type { Json } from "../../core/json.js";
import { recordId, recordNumber } from "../../core/record/name.js";
import type { Step } from "../../core/record/place.js";
import { fromUtcText, toUtcText } from "../../core/time.js";
import type { RecordChange, RecordFilter, Records, Saving, StoredRecord, Target } from "../records.js";
import type { Db } from "./db.js";
import { eraseTraces } from "./erase-traces.js";

export const records = (db: Db): Records => ({
  getRecord: async (text) => getRecord(db, text),
  listRecords: async (filter) => listRecords(db, filter),
  mergeInto: async (target, saving) => db.transaction(() => mergeInto(db, target, saving)),
  mergedBy: async (job) => {
    const number = db.value<number>("select record_id from record_changes where job = @job limit 1", { job });
    return number === undefined ? undefined : getRecord(db, recordId(number));
  },
  recordHistory: async (id) => history(db, recordNumber(id)),
  forgetRecord: async (id) => forgetRecord(db, recordNumber(id)),
  eraseTraces: async () => eraseTraces(db),
});

const COLUMNS = `
  id, name, template, output, fields, locked, version, created_at as createdAt, updated_at as updatedAt`;

interface Row {
  id: number;
  name: string | null;
  template: string | null;
  output: string | null;
  fields: string;
  locked: string;
  version: number;
  createdAt: string;
  updatedAt: string;
}

const recordOf = ({ id, output, fields, locked, createdAt, updatedAt, ...row }: Row): StoredRecord => ({
  ...row,
  id: recordId(id),
  output: output === null ? null : JSON.parse(output),
  fields: JSON.parse(fields),
  locked: JSON.parse(locked),
  createdAt: fromUtcText(createdAt),
  updatedAt: fromUtcText(updatedAt),
});

function getRecord(db: Db, text: string): StoredRecord | undefined {
  const number = recordNumber(text);
  const row =
    number === undefined
      ? db.get<Row>(`select ${COLUMNS} from records where name = @text`, { text })
      : db.get<Row>(`select ${COLUMNS} from records where id = @number`, { number });
  return row && recordOf(row);
}

function listRecords(db: Db, { template, since, limit }: RecordFilter): StoredRecord[] {
  return db
    .all<Row>(
      `
      select ${COLUMNS} from records
      where (@template is null or template = @template) and (@since is null or updated_at >= @since)
      order by updated_at desc, id desc limit @limit
      `,
      {
        template: template ?? null,
        since: since === undefined ? null : toUtcText(since),
        limit: limit ?? -1,
      },
    )
    .map(recordOf);
}

function mergeInto(db: Db, target: Target, saving: Saving): StoredRecord | undefined {
  const about = {
    template: saving.template,
    output: saving.output && JSON.stringify(saving.output),
    fields: JSON.stringify(saving.fields),
    locked: JSON.stringify(saving.locked),
    now: toUtcText(saving.now),
  };
  const row = "id" in target ? update(db, target, about) : insert(db, target.name, about);
  if (!row) return undefined;
  note(db, row.id, saving);
  return recordOf(row);
}

type About = Record<"template" | "output" | "fields" | "locked" | "now", string | null>;

const insert = (db: Db, name: string | null, about: About) =>
  db.get<Row>(
    `
    insert into records (name, template, output, fields, locked, created_at, updated_at)
    values (@name, @template, @output, @fields, @locked, @now, @now)
    on conflict (name) do nothing
    returning ${COLUMNS}
    `,
    { ...about, name },
  );

const update = (db: Db, { id, version }: { id: string; version: number }, about: About) =>
  db.get<Row>(
    `
    update records set template = @template, output = @output, fields = @fields, locked = @locked,
      version = version + 1, updated_at = @now
    where id = @number and version = @version
    returning ${COLUMNS}
    `,
    { ...about, number: recordNumber(id) ?? null, version },
  );

const jsonOrNull = (value: Json) => (value === null ? null : JSON.stringify(value));

function note(db: Db, record: number, { changes, recording, job, who, now }: Saving): void {
  const rows = changes.map((change) => ({
    ...change,
    within: change.within.length ? JSON.stringify(change.within) : null,
    old: jsonOrNull(change.old),
    new: jsonOrNull(change.new),
    position: change.position === null ? null : Math.round(change.position),
  }));
  db.run(
    `
    insert into record_changes (record_id, field, key, old, new, what, reason, undoes, recording, job, quote,
      position_ms, confidence, who, at)
    select @record, value ->> 'field', value ->> 'within', value ->> 'old', value ->> 'new', value ->> 'what',
      value ->> 'reason', value ->> 'undoes', @recording, @job, value ->> 'quote', value ->> 'position',
      cast(value ->> 'confidence' as real), @who, @now
    from json_each(@rows) order by key
    `,
    { record, recording, job, who, now: toUtcText(now), rows: JSON.stringify(rows) },
  );
}

interface ChangeRow extends Omit<RecordChange, "within" | "old" | "new" | "at"> {
  key: string | null;
  old: string | null;
  new: string | null;
  at: string;
}

function history(db: Db, record: number | undefined): RecordChange[] {
  return db
    .all<ChangeRow>(
      `
      select id as number, field, key, old, new, what, reason, undoes, recording, job, quote,
        position_ms as position, confidence, who, at
      from record_changes where record_id = @record order by id
      `,
      { record: record ?? null },
    )
    .map(({ key, at, ...row }) => ({
      ...row,
      within: key === null ? [] : (JSON.parse(key) as Step[]),
      old: row.old === null ? null : JSON.parse(row.old),
      new: row.new === null ? null : JSON.parse(row.new),
      at: fromUtcText(at),
    }));
}

/** Whether a job made a record or was meant to: pending ones would make it anew, failed ones hold what was said. */
const isOfRecord = (job: string) => `(
  'job-' || ${job}.id in (select job from record_changes where record_id = @record)
  or ${job}.record_id = 'record-' || cast(@record as integer)
  or ${job}.record_id = (select name from records where id = @record) collate nocase) is true`;

function forgetRecord(db: Db, record: number | undefined) {
  const which = { record: record ?? null };
  return db.transaction(() => {
    const recordings = recordingsOf(db, which);
    db.run(`delete from jobs as job where ${isOfRecord("job")}`, which);
    const changes = db.run("delete from record_changes where record_id = @record", which);
    const there = db.run("delete from records where id = @record", which) > 0;
    return there ? { erased: { changes }, recordings } : undefined;
  });
}

/** Those that it was made from or was to be made from, and no other record. */
const recordingsOf = (db: Db, which: { record: number | null }): string[] =>
  db.values<string>(
    `select recording from (
       select recording from record_changes where record_id = @record and recording is not null
       union
       select 'audio-' || job.audio_id from jobs job where job.audio_id is not null and ${isOfRecord("job")}
     ) found
     where not exists (
         select 1 from record_changes o where o.recording = found.recording and o.record_id <> @record)
       and not exists (
         select 1 from jobs other where 'audio-' || other.audio_id = found.recording
           and other.record_id is not null and not ${isOfRecord("other")})
     order by cast(substr(recording, 7) as integer)`,
    which,
  );
