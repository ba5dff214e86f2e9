import { fromUtcText, toUtcText } from "../../core/time.js";
import type { Audit, AuditRecord } from "../audit.js";
import type { Db } from "./db.js";

export const audit = (db: Db): Audit => ({
  audit: async (records) =>
    void db.run(
      `
      insert into audit (at, who, action, kind, work_id, details)
      select value ->> 'at', value ->> 'who', value ->> 'action', value ->> 'kind', value ->> 'id',
        value ->> 'details'
      from json_each(@records)
      `,
      { records: JSON.stringify(records.map((record) => ({ ...record, at: toUtcText(record.at) }))) },
    ),
  listAudit: async ({ since, limit }) =>
    db
      .all<Omit<AuditRecord, "at"> & { at: string }>(
        `select at, who, action, kind, work_id as id, details from audit
         where at >= @since order by audit.id desc limit @limit`,
        { since: toUtcText(since), limit },
      )
      .map((row) => ({ ...row, at: fromUtcText(row.at) })),
});
