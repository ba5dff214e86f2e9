import type { KindName } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { Cleaned, Cleaning, Cleanup } from "../cleanup.js";
import type { CountedKind } from "../pieces.js";
import type { Db } from "./db.js";
import { foldLog } from "./fold-log.js";
import { countUnused, prune } from "./memory-use.js";
import { countOldPieces, removeOldPieces } from "./old-pieces.js";
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
  cleanup: async ({ before: at, statuses, exportedOnly, dryRun, ...more }: Cleaning) => {
    const before = toUtcText(at);
    const which = { before, statuses: JSON.stringify(statuses), exportedOnly: exportedOnly ? 1 : 0 };
    const documentsBefore = toUtcText(more.documentsBefore ?? at);
    const { kinds, memoryBefore } = more;
    const wanted = { which, documentsBefore, kinds, memoryBefore };
    return dryRun ? count(db, wanted) : remove(db, wanted);
  },
});

type Which = { before: string; statuses: string; exportedOnly: number };

interface Wanted {
  which: Which;
  documentsBefore: string;
  kinds: readonly KindName[] | undefined;
  memoryBefore: number | undefined;
}

/** Whether work of a kind goes; history goes where no kinds are named. */
const takes = ({ kinds }: Wanted, kind: KindName) => kinds === undefined || kinds.includes(kind);

/** What is to go of recordings and of documents. */
const whichOf = ({ which, documentsBefore }: Wanted, kind: CountedKind): Which =>
  kind === "generation" ? { ...which, before: documentsBefore } : which;

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

const count = (db: Db, wanted: Wanted): Cleaned => ({
  projects: takes(wanted, "translation") ? db.value<number>(`select count(*) ${OLD}`, wanted.which)! : 0,
  ...countOldPieces(db, (kind) => (takes(wanted, kind) ? whichOf(wanted, kind) : undefined)),
  rows: wanted.kinds
    ? 0
    : sum(
        Object.entries(HISTORY).map(
          ([table, column]) =>
            db.value<number>(`select count(*) from ${table} where ${column} < @before`, {
              before: wanted.which.before,
            })!,
        ),
      ),
  memoryLines: wanted.memoryBefore === undefined || wanted.kinds ? 0 : countUnused(db, wanted.memoryBefore),
});

function remove(db: Db, wanted: Wanted): Cleaned {
  const { which, memoryBefore, kinds } = wanted;
  // First the errors, of which a project of few lines may have many.
  const rows = kinds ? 0 : removeHistory(db, which.before);
  const projects = takes(wanted, "translation")
    ? finishRemovals(db) + untilNone(() => removeSome(db, which))
    : 0;
  const removed = removeOldPieces(db, (kind) => (takes(wanted, kind) ? whichOf(wanted, kind) : undefined));
  const memoryLines = memoryBefore === undefined || kinds ? 0 : prune(db, memoryBefore);
  if (projects + removed.recordings + removed.jobs + rows + memoryLines > 0) {
    giveSpaceBack(db);
    foldLog(db);
  }
  return { projects, ...removed, rows, memoryLines };
}

const removeHistory = (db: Db, before: string): number =>
  sum(
    Object.entries(HISTORY).map(([table, column]) =>
      untilNone(() =>
        db.run(
          `delete from ${table} where rowid in (
             select rowid from ${table} where ${column} < @before limit ${ROWS_AT_ONCE})`,
          { before },
        ),
      ),
    ),
  );

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
