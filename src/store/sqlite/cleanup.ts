import { toUtcText } from "../../core/time.js";
import type { Cleaned, Cleaning, Cleanup } from "../cleanup.js";
import type { Db } from "./db.js";

/** Few enough that a writer waits for milliseconds. */
const PROJECTS_AT_ONCE = 100;
const ROWS_AT_ONCE = 5000;

/** What is kept for a while and references nothing, by the column that says when. */
const HISTORY = {
  translation_errors: "created_at",
  requests: "created_at",
  ticks: "started_at",
  audit: "at",
  counters: "hour",
};

const OLD = `
  from translation_projects
  where status in (select value from json_each(@statuses)) and completed_at < @before
    and (@exportedOnly = 0 or status <> 'completed' or exported_path is not null
      or exists (select 1 from newer_versions v where v.id = translation_projects.id))`;

export const cleanup = (db: Db): Cleanup => ({
  cleanup: async ({ before: at, statuses, exportedOnly, dryRun }: Cleaning) => {
    const before = toUtcText(at);
    const which = { before, statuses: JSON.stringify(statuses), exportedOnly: exportedOnly ? 1 : 0 };
    return dryRun ? count(db, which) : remove(db, which);
  },
});

type Which = { before: string; statuses: string; exportedOnly: number };

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

const count = (db: Db, which: Which): Cleaned => ({
  projects: db.value<number>(`select count(*) ${OLD}`, which)!,
  rows: sum(
    Object.entries(HISTORY).map(
      ([table, column]) =>
        db.value<number>(`select count(*) from ${table} where ${column} < @before`, {
          before: which.before,
        })!,
    ),
  ),
});

function remove(db: Db, which: Which): Cleaned {
  const projects = untilNone(() =>
    db.run(
      `delete from translation_projects where seq in (select seq ${OLD} limit ${PROJECTS_AT_ONCE})`,
      which,
    ),
  );
  const rows = sum(
    Object.entries(HISTORY).map(([table, column]) =>
      untilNone(() =>
        db.run(
          `delete from ${table} where rowid in (
             select rowid from ${table} where ${column} < @before limit ${ROWS_AT_ONCE})`,
          { before: which.before },
        ),
      ),
    ),
  );
  if (projects + rows > 0) {
    db.pragma("incremental_vacuum");
    db.pragma("wal_checkpoint(truncate)");
  }
  return { projects, rows };
}

function untilNone(step: () => number): number {
  let total = 0;
  for (let changes = step(); changes > 0; changes = step()) total += changes;
  return total;
}
