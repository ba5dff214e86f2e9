import { toUtcText } from "../../core/time.js";
import type { Cleaned, Cleaning, Cleanup } from "../cleanup.js";
import type { Db } from "./db.js";
import { foldLog } from "./fold-log.js";
import { countUnused, prune } from "./memory-use.js";
import { finishRemovals, LINES_AT_ONCE, ROWS_AT_ONCE, removeIfLarge } from "./remove-large.js";

/** Few enough that a writer waits for milliseconds. */
const PROJECTS_AT_ONCE = 100;
/** Pages that are given back to the file system at once. */
const PAGES_AT_ONCE = 1000;

/** What is kept for a while and references nothing, by the column that says when. */
const HISTORY = {
  translation_errors: "created_at",
  requests: "created_at",
  ticks: "started_at",
  audit: "at",
  counters: "hour",
};

const IS_OLD = `
  status in (select value from json_each(@statuses)) and completed_at < @before
    and (@exportedOnly = 0 or status <> 'completed' or exported_path is not null
      or exists (select 1 from newer_versions v where v.id = translation_projects.id))`;

const OLD = `from translation_projects where ${IS_OLD}`;

export const cleanup = (db: Db): Cleanup => ({
  cleanup: async ({ before: at, statuses, exportedOnly, memoryBefore, dryRun }: Cleaning) => {
    const before = toUtcText(at);
    const which = { before, statuses: JSON.stringify(statuses), exportedOnly: exportedOnly ? 1 : 0 };
    return dryRun ? count(db, which, memoryBefore) : remove(db, which, memoryBefore);
  },
});

type Which = { before: string; statuses: string; exportedOnly: number };

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

const count = (db: Db, which: Which, memoryBefore: number | undefined): Cleaned => ({
  projects: db.value<number>(`select count(*) ${OLD}`, which)!,
  rows: sum(
    Object.entries(HISTORY).map(
      ([table, column]) =>
        db.value<number>(`select count(*) from ${table} where ${column} < @before`, {
          before: which.before,
        })!,
    ),
  ),
  memoryLines: memoryBefore === undefined ? 0 : countUnused(db, memoryBefore),
});

function remove(db: Db, which: Which, memoryBefore: number | undefined): Cleaned {
  // First the errors, of which a project of few lines may have many.
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
  const projects = finishRemovals(db) + untilNone(() => removeSome(db, which));
  const memoryLines = memoryBefore === undefined ? 0 : prune(db, memoryBefore);
  if (projects + rows + memoryLines > 0) {
    giveSpaceBack(db);
    foldLog(db);
  }
  return { projects, rows, memoryLines };
}

function untilNone(step: () => number): number {
  let total = 0;
  for (let changes = step(); changes > 0; changes = step()) total += changes;
  return total;
}

/** Some projects that have few lines together, or one of many. */
function removeSome(db: Db, which: Which): number {
  const [first] = db.values<string>(`select id ${OLD} order by seq limit 1`, which);
  if (first === undefined) return 0;
  if (removeIfLarge(db, first, { condition: IS_OLD, parameters: { ...which } })) return 1;
  return db.run(
    `
    delete from translation_projects where seq in (
      select seq from (
        select seq, sum(units_count) over (order by seq) as lines
        from (select seq, units_count ${OLD} order by seq limit ${PROJECTS_AT_ONCE}))
      where lines <= ${LINES_AT_ONCE})
    `,
    which,
  );
}

function giveSpaceBack(db: Db): void {
  const free = () => db.pragma("freelist_count") as number;
  for (let before = free(); before > 0; ) {
    db.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`);
    const left = free();
    if (left >= before) return; // a database that was made without it
    before = left;
  }
}
