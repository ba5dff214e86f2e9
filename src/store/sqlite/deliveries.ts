import { MINUTE, toUtcText } from "../../core/time.js";
import type { Deliveries, Delivery, Owner, WorkId, WrittenFile } from "../deliveries.js";
import type { Db } from "./db.js";
import { fileHash } from "./hash.js";
import { keyOf, TABLES, WORK_TABLES } from "./kinds.js";

/** A writer that has not finished by then has died. */
const DELIVERY_TAKES_AT_MOST = 10 * MINUTE;

/** exported_at marks who is writing it; one that died with it is succeeded after a while. */
const DELIVERABLE = `
  status = 'completed' and deliver = 1 and exported_path is null
  and (export_error is null or export_after is not null)
  and (export_after is null or export_after <= @now)
  and (exported_at is null or exported_at < @before)`;

const NEWEST_VERSION = "not exists (select 1 from newer_versions v where v.id = translation_projects.id)";

const times = (now: number) => ({ now: toUtcText(now), before: toUtcText(now - DELIVERY_TAKES_AT_MOST) });

export const deliveries = (db: Db): Deliveries => ({
  markExported: async (id, file) => db.transaction(() => markExported(db, id, file)),
  isOurs: async (id, { path, bytes }) =>
    db.value(
      `
      select 1 from written_files f
      join translation_projects p on p.id = @id and p.target_lang = f.target_lang
      join documents d on d.id = p.document_id and d.path = f.source_path
      where f.path = @path and f.hash = @hash
      `,
      { id, path, hash: fileHash(bytes) },
    ) !== undefined,
  ownersOf: async (paths) => ownersOf(db, paths),
  hasDeliveries: async (now) =>
    WORK_TABLES.some(
      ({ table }) =>
        db.value(`select 1 from ${table} where ${DELIVERABLE} limit 1`, times(now)) !== undefined,
    ),
  claimDelivery: async (kind, now) => {
    const { table, shown } = TABLES[kind];
    return db.get<Delivery>(
      `update ${table} set exported_at = @now
       where rowid = (select rowid from ${table} where ${DELIVERABLE} order by rowid limit 1)
       returning ${shown} as id, export_tries as tries`,
      times(now),
    );
  },
  releaseDelivery: async (work) => change(db, work, "exported_at = null", {}),
  noteExportError: async (work, message) =>
    change(db, work, "export_error = @message, export_after = null", { message }),
  postponeDelivery: async (work, { message, at }) =>
    change(
      db,
      work,
      "exported_at = null, export_error = @message, export_after = @at, export_tries = export_tries + 1",
      { message, at: toUtcText(at) },
    ),
  skipDelivery: async (work, reason) =>
    change(db, work, "deliver = 0, export_error = @reason, export_after = null, exported_at = null", {
      reason,
    }),
  markPieceExported: async (work, file) => markPieceExported(db, work, file),
  isOurPiece: async (file) => isOurPiece(db, file),
  newerVersion: async (id) =>
    db.get(
      `select newer as id, newer_path as exportedPath from newer_versions where id = @id
       order by newer_seq desc limit 1`,
      { id },
    ),
  undelivered: async () =>
    WORK_TABLES.reduce(
      (sum, { table }) =>
        sum +
        db.value<number>(
          `select count(*) from ${table}
           where export_error is not null and exported_path is null and deliver = 1`,
        )!,
      0,
    ),
  unexported: async () =>
    db.values<string>(
      `select id from translation_projects
       where status = 'completed' and exported_path is null and ${NEWEST_VERSION} order by seq`,
    ),
  exported: async () =>
    db.all(
      `select id, exported_path as path from translation_projects
       where status = 'completed' and exported_path is not null and ${NEWEST_VERSION} order by seq`,
    ),
  writtenPaths: async () => db.values<string>("select path from written_files"),
});

type WrittenPiece = Parameters<Deliveries["markPieceExported"]>[1];

const markPieceExported = (
  db: Db,
  work: WorkId,
  { path, bytes, source, language, now: at }: WrittenPiece,
): void =>
  db.transaction(() => {
    const row = { path, now: toUtcText(at) };
    db.run(
      `update ${TABLES[work.kind].table}
       set exported_at = @now, exported_path = @path, export_error = null, export_after = null where id = @key`,
      { ...row, key: keyOf(work) },
    );
    db.run(
      `insert into written_files (path, hash, source_path, target_lang, written_at)
       values (@path, @hash, @source, @language, @now) ${ON_CONFLICT}`,
      { ...row, source, language, hash: fileHash(bytes) },
    );
  });

const isOurPiece = (db: Db, { path, bytes, source, language }: Omit<WrittenPiece, "now">): boolean =>
  db.value(
    `select 1 from written_files
     where path = @path and hash = @hash and source_path = @source and target_lang = @language`,
    { path, hash: fileHash(bytes), source, language },
  ) !== undefined;

/** What is not written yet gets other columns. */
const change = (db: Db, work: WorkId, set: string, parameters: Record<string, unknown>): void =>
  void db.run(`update ${TABLES[work.kind].table} set ${set} where id = @key and exported_path is null`, {
    ...parameters,
    key: keyOf(work),
  });

const ON_CONFLICT = `
  on conflict do update set hash = excluded.hash, source_path = excluded.source_path,
    target_lang = excluded.target_lang, written_at = excluded.written_at`;

const ownersOf = (db: Db, paths: readonly string[]): Owner[] =>
  db
    .all<Omit<Owner, "written"> & { written: 0 | 1 }>(
      `
      with wanted (path) as (select value from json_each(@paths))
      select f.path, f.source_path as source, 1 as written from wanted w join written_files f on f.path = w.path
      union
      select p.target_path, d.path, 0
      from wanted w
      join translation_projects p on p.target_path = w.path and p.status not in ('cancelled', 'failed')
      join documents d on d.id = p.document_id
      union
      select a.target_path, a.path, 0
      from wanted w join audio_records a on a.target_path = w.path and a.status not in ('cancelled', 'failed')
      union
      select j.target_path, 'job-' || j.id, 0
      from wanted w join jobs j on j.target_path = w.path and j.status not in ('cancelled', 'failed')
      `,
      { paths: JSON.stringify(paths) },
    )
    .map((row) => ({ ...row, written: row.written === 1 }));

/** What it says has changed: no file holds it, and where it is delivered it is delivered again. */
export const markChanged = (db: Db, id: string) =>
  db.run(
    `
    update translation_projects
    set revision = revision + 1, exported_at = null, exported_path = null, export_error = null, export_after = null,
      export_tries = 0
    where id = @id
    `,
    { id },
  );

function markExported(db: Db, id: string, { path, bytes, whole, revision, now: at }: WrittenFile) {
  const now = toUtcText(at);
  if (whole) {
    db.run(
      `update translation_projects
       set exported_at = @now, exported_path = @path, export_error = null, export_after = null
       where id = @id and revision = @revision`,
      { id, path, revision, now },
    );
  }
  db.run(
    `
    insert into written_files (path, hash, source_path, target_lang, written_at)
    select @path, @hash, d.path, p.target_lang, @now
    from translation_projects p join documents d on d.id = p.document_id where p.id = @id
    ${ON_CONFLICT}
    `,
    { id, path, hash: fileHash(bytes), now },
  );
}
