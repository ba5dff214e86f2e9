import { MINUTE, toUtcText } from "../../core/time.js";
import type { Deliveries, Delivery, Owner, WrittenFile } from "../deliveries.js";
import type { Db } from "./db.js";
import { fileHash } from "./hash.js";

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
    db.value(`select 1 from translation_projects where ${DELIVERABLE} limit 1`, times(now)) !== undefined,
  claimDelivery: async (now) =>
    db.get<Delivery>(
      `update translation_projects set exported_at = @now
       where seq = (select seq from translation_projects where ${DELIVERABLE} order by seq limit 1)
       returning id, export_tries as tries`,
      times(now),
    ),
  releaseDelivery: async (id) =>
    void db.run(
      "update translation_projects set exported_at = null where id = @id and exported_path is null",
      { id },
    ),
  noteExportError: async (id, message) =>
    void db.run(
      "update translation_projects set export_error = @message, export_after = null where id = @id",
      { id, message },
    ),
  postponeDelivery: async (id, { message, at }) =>
    void db.run(
      `update translation_projects
       set exported_at = null, export_error = @message, export_after = @at, export_tries = export_tries + 1
       where id = @id and exported_path is null`,
      { id, message, at: toUtcText(at) },
    ),
  skipDelivery: async (id, reason) =>
    void db.run(
      `update translation_projects set deliver = 0, export_error = @reason, export_after = null, exported_at = null
       where id = @id and exported_path is null`,
      { id, reason },
    ),
  newerVersion: async (id) =>
    db.get(
      `select newer as id, newer_path as exportedPath from newer_versions where id = @id
       order by newer_seq desc limit 1`,
      { id },
    ),
  undelivered: async () =>
    db.value<number>(
      `select count(*) from translation_projects
       where export_error is not null and exported_path is null and deliver = 1`,
    )!,
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
    on conflict do update set hash = excluded.hash, source_path = excluded.source_path,
      target_lang = excluded.target_lang, written_at = excluded.written_at
    `,
    { id, path, hash: fileHash(bytes), now },
  );
}
