import type { Status } from "../../core/model.js";
import { fromUtcText, toUtcText } from "../../core/time.js";
import type { Change, Cleaned, Cleaning, Store } from "../store.js";
import type { Db } from "./open.js";

type Maintenance = Pick<
  Store,
  | "retryFailed"
  | "forget"
  | "cleanup"
  | "backup"
  | "waitingLanguages"
  | "listErrors"
  | "recordTick"
  | "checkpoint"
>;

/** Few enough that a writer waits for milliseconds. */
const DELETED_AT_ONCE = 100;

/** What operators do by command. */
export function maintenance(db: Db): Maintenance {
  // The trigger opens the failed lines; the time is set here, since a trigger knows only the machine's clock.
  const retry = db.prepare(`
    update translation_projects set status = 'pending', started_at = null where id = @id and status = 'failed'
  `);
  const dueNow = db.prepare("update translation_projects set available_at = @now where id = @id");
  const failedSince = db
    .prepare<{ since: string }, string>(
      "select id from translation_projects where status = 'failed' and completed_at >= @since order by seq",
    )
    .pluck();
  const retryFailed = db.transaction((ids: readonly string[], now: string): Change[] =>
    ids.flatMap((id) => {
      if (retry.run({ id }).changes === 0) return [];
      dueNow.run({ id, now });
      return [{ id, from: "failed" as const, to: "pending" as const }];
    }),
  );

  const remove = db.prepare<{ id: string }, { id: string; status: Status }>(
    "delete from translation_projects where id = @id and status in ('failed', 'cancelled') returning id, status",
  );
  const forget = db.transaction((ids: readonly string[]): Change[] =>
    ids.flatMap((id) => {
      const removed = remove.get({ id });
      return removed ? [{ id, from: removed.status, to: "deleted" as const }] : [];
    }),
  );

  const old = `
    from translation_projects
    where status in (select value from json_each(@statuses)) and completed_at < @before
      and (@exportedOnly = 0 or status <> 'completed' or exported_path is not null)`;
  const countOld = db.prepare<Record<string, unknown>, number>(`select count(*) ${old}`).pluck();
  const deleteOld = db.prepare(
    `delete from translation_projects where seq in (select seq ${old} limit ${DELETED_AT_ONCE})`,
  );
  const HISTORY = {
    translation_errors: "created_at",
    requests: "created_at",
    ticks: "started_at",
    audit: "at",
  };
  const history = Object.entries(HISTORY).map(([table, column]) => ({
    count: db
      .prepare<{ before: string }, number>(`select count(*) from ${table} where ${column} < @before`)
      .pluck(),
    remove: db.prepare(
      `delete from ${table} where rowid in (select rowid from ${table} where ${column} < @before limit 5000)`,
    ),
  }));

  function cleanup({ before: at, statuses, exportedOnly, dryRun }: Cleaning): Cleaned {
    const before = toUtcText(at);
    const which = { before, statuses: JSON.stringify(statuses), exportedOnly: exportedOnly ? 1 : 0 };
    if (dryRun) {
      return {
        projects: countOld.get(which)!,
        rows: history.reduce((sum, { count }) => sum + count.get({ before })!, 0),
      };
    }
    const untilNone = (step: () => number) => {
      let sum = 0;
      for (let changes = step(); changes > 0; changes = step()) sum += changes;
      return sum;
    };
    const projects = untilNone(() => deleteOld.run(which).changes);
    const rows = history.reduce(
      (sum, { remove: step }) => sum + untilNone(() => step.run({ before }).changes),
      0,
    );
    if (projects + rows > 0) {
      db.pragma("incremental_vacuum");
      db.pragma("wal_checkpoint(truncate)");
    }
    return { projects, rows };
  }

  const waitingLanguages = db
    .prepare<[], string>(
      "select distinct target_lang from translation_projects where status = 'pending' order by 1",
    )
    .pluck();

  const errors = db.prepare<{ since: string; limit: number }, ErrorRow>(`
    select e.id, e.project_id as projectId, p.name, e.code, e.message, e.segments, e.created_at as at
    from translation_errors e left join translation_projects p on p.id = e.project_id
    where e.created_at >= @since order by e.id desc limit @limit
  `);

  const recordTick = db.prepare(`
    insert into ticks (kind, pid, host, started_at, finished_at, rescued, claimed, completed, failed, message)
    values (@kind, @pid, @host, @startedAt, @finishedAt, @rescued, @claimed, @completed, @failed, @message)
  `);

  return {
    retryFailed: async (which, now) => {
      const ids =
        "ids" in which
          ? which.ids
          : failedSince.all({ since: which.since === null ? "" : toUtcText(which.since) });
      return retryFailed.immediate(ids, toUtcText(now));
    },
    forget: async (ids) => forget.immediate(ids),
    cleanup: async (cleaning) => cleanup(cleaning),
    backup: async (file) => void db.prepare("vacuum into ?").run(file),
    waitingLanguages: async () => waitingLanguages.all(),
    listErrors: async (since, limit) =>
      errors
        .all({ since: toUtcText(since), limit })
        .map((row) => ({ ...row, segments: JSON.parse(row.segments) as number[], at: fromUtcText(row.at) })),
    recordTick: async (tick) =>
      void recordTick.run({
        ...tick,
        startedAt: toUtcText(tick.startedAt),
        finishedAt: toUtcText(tick.finishedAt),
      }),
    checkpoint: async () => void db.pragma("wal_checkpoint(truncate)"),
  };
}

interface ErrorRow {
  id: number;
  projectId: string | null;
  name: string | null;
  code: string;
  message: string;
  segments: string;
  at: string;
}
