import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DAY } from "../../src/core/time.js";
import { changes } from "../../src/store/sqlite/changes.js";
import { cleanup } from "../../src/store/sqlite/cleanup.js";
import { Db } from "../../src/store/sqlite/db.js";
import Database from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/index.js";
import { ROWS_AT_ONCE } from "../../src/store/sqlite/remove-large.js";
import {
  addAndTake,
  addProject,
  batch,
  cancelled,
  completed,
  documentWith,
  SCOPE,
  START,
  scratch,
  statusOf,
} from "./support.js";

const LINES = 2.5 * ROWS_AT_ONCE;

/** Steps before the first project: one for each sort of history, of which there is none. */
const BEFORE = 5;

const ALL = {
  before: START + 1000,
  statuses: ["completed", "cancelled"] as const,
  exportedOnly: false,
  dryRun: false,
};

/** A connection that counts the rows each statement changes, those of triggers included, and may be cut off. */
class Watched extends Db {
  readonly steps: number[] = [];
  mostSteps = Number.POSITIVE_INFINITY;

  override run(...args: Parameters<Db["run"]>): number {
    if (this.steps.length >= this.mostSteps) throw new Error("killed");
    const total = () => this.value<number>("select total_changes()")!;
    const before = total();
    const changed = super.run(...args);
    this.steps.push(total() - before);
    return changed;
  }
}

function setup() {
  const file = join(scratch(), "transcron.db");
  const store = openSqliteStore(file);
  const connection = new Database(file);
  connection.pragma("foreign_keys = on");
  onTestFinished(() => {
    store.close();
    connection.close();
  });
  const rows = () =>
    ["translation_projects", "documents", "segments", "segment_translations", "control"].map((table) =>
      connection.prepare(`select count(*) from ${table}`).pluck().get(),
    );
  return { store, rows, db: new Watched(connection) };
}

test("a large project is cleaned up in steps of a few thousand rows, and nothing of it is left", async () => {
  const { store, rows, db } = setup();
  await completed(store, { lines: LINES });
  expect(await cleanup(db).cleanup(ALL)).toMatchObject({ projects: 1 });
  expect(Math.max(...db.steps)).toBeLessThanOrEqual(ROWS_AT_ONCE + 5);
  expect(rows()).toEqual([0, 0, 0, 0, 0]);
});

test("so are many that have many lines together, and one that is forgotten", async () => {
  const { store, rows, db } = setup();
  for (let count = 0; count < 8; count++) await completed(store, { lines: ROWS_AT_ONCE / 4 });
  expect(await cleanup(db).cleanup(ALL)).toMatchObject({ projects: 8 });
  const id = await cancelled(store, { lines: LINES });
  expect(await changes(db).forget("translation", [id])).toEqual([{ id, from: "cancelled", to: "deleted" }]);
  // A project's row takes its lines, their translations and its document with it.
  expect(Math.max(...db.steps)).toBeLessThanOrEqual(ROWS_AT_ONCE + 20);
  expect(rows()).toEqual([0, 0, 0, 0, 0]);
});

test("nor is a step larger where lines failed more often than there are lines", async () => {
  const { store, rows, db } = setup();
  await addProject(store, { lines: LINES });
  await addProject(store, { lines: 1 });
  db.exec(`
    insert into translation_errors (project_id, code, message, segments, created_at)
      select p.id, 'empty', '', '[1]', p.created_at from translation_projects p, segments s;
    insert into segment_translations (version_id, idx, state, origin, marks, quality)
      select v.id, s.idx, 'failed', 'provider', '[]', 0
      from translation_versions v join translation_projects p on p.id = v.project_id
      join segments s on s.document_id = p.document_id;
    insert into rejected_answers (version_id, idx, text, marks, rejected_at)
      select version_id, idx, '', '[]', '' from segment_translations;
    update translation_projects set status = 'cancelled', completed_at = created_at;`);
  db.steps.length = 0;
  expect(await cleanup(db).cleanup(ALL)).toMatchObject({ projects: 2 });
  expect(Math.max(...db.steps)).toBeLessThanOrEqual(ROWS_AT_ONCE + 20);
  expect(rows()).toEqual([0, 0, 0, 0, 0]);
});

test("a large memory is pruned in steps, whatever the signs of its keys; scopes without lines go too", async () => {
  const { store, db } = setup();
  for (const to of ["fr", "es"])
    await store.saveBatch(await addAndTake(store), batch([0], { scope: { ...SCOPE, to } }));
  db.exec(`
    insert into memory (scope, hash, source, target, marks, created_at)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${3 * ROWS_AT_ONCE})
    select i % 3 - 1, (i - 5000) * 900000000000000, i, i, '[]',
      iif(i % 3, '2025-01-01 00:00:00', '2026-01-06 00:00:00') from n`);
  const left = () => ["memory", "memory_scopes"].map((table) => db.value(`select count(*) from ${table}`));
  const prune = (memoryBefore: number) => cleanup(db).cleanup({ ...ALL, before: 0, memoryBefore });
  expect((await prune(START - DAY)).memoryLines).toBe(2 * ROWS_AT_ONCE);
  // A trigger keeps count of them.
  expect(Math.max(...db.steps)).toBeLessThanOrEqual(2 * ROWS_AT_ONCE);
  expect(left()).toEqual([ROWS_AT_ONCE + 2, 2]);
  expect((await prune(START + DAY)).memoryLines).toBe(ROWS_AT_ONCE + 2);
  expect(left()).toEqual([0, 0]);
});

test("killed after any step, a project is not shown as completed, and the next clean-up ends it", async () => {
  for (let steps = BEFORE + 3; steps < BEFORE + 10; steps++) {
    const { store, rows, db } = setup();
    const id = await completed(store, { lines: LINES });
    db.mostSteps = steps;
    await expect(cleanup(db).cleanup(ALL)).rejects.toThrow("killed");
    expect(await statusOf(store, id)).toBe("cancelled");
    const { projects } = await store.cleanup({ ...ALL, statuses: ["failed"], before: 0 });
    expect(projects).toBe(1);
    expect(rows()).toEqual([0, 0, 0, 0, 0]);
  }
});

test("a file that is added again while its lines are removed has all of them", async () => {
  const { store, db } = setup();
  const { id: other } = await addProject(store);
  await completed(store, { lines: LINES, path: "/talk.srt" });
  db.mostSteps = BEFORE + 7;
  await expect(cleanup(db).cleanup(ALL)).rejects.toThrow("killed");
  const { id } = await addProject(store, { lines: LINES, path: "/talk.srt" });
  await store.cleanup(ALL);
  expect(await store.projectLines(id)).toHaveLength(LINES);
  expect(await store.projectLines(other)).toHaveLength(documentWith(3).segments.length);
});
