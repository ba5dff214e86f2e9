import type { Status } from "../../core/model.js";
import { fromUtcText, toUtcText } from "../../core/time.js";
import type { Lease, Rescue, Rescued } from "../queue.js";
import type { Db } from "./db.js";
import { keyOf, WORK_TABLES, type WorkTable } from "./kinds.js";
import { noteProblem } from "./problems.js";

type LeaseRow = Omit<Lease, "renewedAt"> & { renewedAt: string };

const leasesOf = (db: Db, { kind, table, shown }: WorkTable): Lease[] =>
  db
    .all<LeaseRow>(
      `select '${kind}' as kind, ${shown} as id, reserved_by as worker, reserved_at as renewedAt, attempts
       from ${table} where status = 'processing' and reserved_at is not null order by reserved_at`,
    )
    .map((row) => ({ ...row, renewedAt: fromUtcText(row.renewedAt) }));

export const leases = (db: Db): Lease[] => WORK_TABLES.flatMap((work) => leasesOf(db, work));

/** Looks first without a lock, since most ticks find nothing; then again under the lock, and takes what it finds. */
export function rescue(db: Db, wanted: Rescue): Rescued[] {
  const isStuck = ({ kind, worker, renewedAt }: Lease) =>
    renewedAt < wanted.silentSince(kind) || wanted.isDead(worker);
  return WORK_TABLES.flatMap((work) => {
    if (wanted.kinds && !wanted.kinds.includes(work.kind)) return [];
    if (!leasesOf(db, work).some(isStuck)) return [];
    return db.transaction(() =>
      leasesOf(db, work)
        .filter(isStuck)
        .map((lease) => take(db, work, lease, wanted)),
    );
  });
}

function take(db: Db, { table }: WorkTable, lease: Lease, { now, attemptLimit, describe }: Rescue): Rescued {
  const { waitReason, error, note } = describe(lease);
  const status = db.value<Status>(
    `
    update ${table}
    set status = case when attempts >= @attemptLimit then 'failed' else 'pending' end,
        completed_at = case when attempts >= @attemptLimit then @now end,
        error_message = case when attempts >= @attemptLimit then @error end,
        wait_reason = @waitReason,
        processing_time_seconds = processing_time_seconds
          + max(0, unixepoch(reserved_at) - unixepoch(coalesce(started_at, reserved_at))),
        available_at = @now
    where id = @key
    returning status
    `,
    { key: keyOf(lease), now: toUtcText(now), attemptLimit, error, waitReason },
  )!;
  noteProblem(db, { work: lease, code: "worker_died", message: note, now });
  return { ...lease, status };
}
