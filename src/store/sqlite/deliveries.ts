import { MINUTE, toUtcText } from "../../core/time.js";
import type { Store } from "../store.js";
import { fileHash } from "./hash.js";
import type { Db } from "./open.js";

type Deliveries = Pick<
  Store,
  | "markExported"
  | "isOurs"
  | "isExported"
  | "claimDelivery"
  | "releaseDelivery"
  | "undelivered"
  | "unexported"
  | "noteExportError"
>;

/** A writer that has not finished by then has died. */
const DELIVERY_TAKES_AT_MOST = 10 * MINUTE;

/** What was written where, and what is still to be written. */
export function deliveries(db: Db): Deliveries {
  const setExported = db.prepare(
    "update translation_projects set exported_at = @now, exported_path = @path, export_error = null where id = @id",
  );
  const noteWritten = db.prepare(`
    insert into written_files (path, hash, source_path, target_lang, written_at)
    select @path, @hash, d.path, p.target_lang, @now
    from translation_projects p join documents d on d.id = p.document_id where p.id = @id
    on conflict do update set hash = excluded.hash, source_path = excluded.source_path,
      target_lang = excluded.target_lang, written_at = excluded.written_at
  `);
  const markExported = db.transaction(
    (id: string, path: string, hash: string, whole: boolean, now: string) => {
      if (whole) setExported.run({ id, path, now });
      noteWritten.run({ id, path, hash, now });
    },
  );
  const written = db
    .prepare<{ path: string; hash: string; id: string }, number>(
      `select 1 from written_files f
       join translation_projects p on p.id = @id and p.target_lang = f.target_lang
       join documents d on d.id = p.document_id and d.path = f.source_path
       where f.path = @path and f.hash = @hash`,
    )
    .pluck();
  // exported_at marks who is at it; one that died with it is succeeded after a while.
  const claimDelivery = db
    .prepare<{ now: string; before: string }, string>(
      `update translation_projects set exported_at = @now
       where seq = (
         select seq from translation_projects
         where status = 'completed' and deliver = 1 and exported_path is null and export_error is null
           and (exported_at is null or exported_at < @before)
         order by seq limit 1)
       returning id`,
    )
    .pluck();
  const releaseDelivery = db.prepare(
    "update translation_projects set exported_at = null where id = @id and exported_path is null",
  );
  const unexported = db
    .prepare<[], string>(
      "select id from translation_projects where status = 'completed' and exported_path is null order by seq",
    )
    .pluck();
  const undelivered = db
    .prepare<[], number>(
      "select count(*) from translation_projects where export_error is not null and exported_path is null",
    )
    .pluck();
  const noteExportError = db.prepare(
    "update translation_projects set export_error = @message where id = @id",
  );
  const exported = db
    .prepare<{ path: string }, number>("select 1 from written_files where path = @path")
    .pluck();

  return {
    markExported: async (id, path, bytes, whole, now) =>
      markExported.immediate(id, path, fileHash(bytes), whole, toUtcText(now)),
    isOurs: async (id, path, bytes) => written.get({ id, path, hash: fileHash(bytes) }) !== undefined,
    claimDelivery: async (now) =>
      claimDelivery.get({ now: toUtcText(now), before: toUtcText(now - DELIVERY_TAKES_AT_MOST) }),
    releaseDelivery: async (id) => void releaseDelivery.run({ id }),
    undelivered: async () => undelivered.get()!,
    unexported: async () => unexported.all(),
    noteExportError: async (id, message) => void noteExportError.run({ id, message }),
    isExported: async (path) => exported.get({ path }) !== undefined,
  };
}
