import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { changes } from "../../src/store/sqlite/changes.js";
import { cleanup } from "../../src/store/sqlite/cleanup.js";
import { Db } from "../../src/store/sqlite/db.js";
import Database from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/index.js";
import { ROWS_AT_ONCE } from "../../src/store/sqlite/remove-large.js";
import { addProject, cancelled, completed, documentWith, START, scratch, statusOf } from "./support.js";

const LINES = 2.5 * ROWS_AT_ONCE;

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
  expect(Math.max(...db.steps)).toBeLessThanOrEqual(2 * ROWS_AT_ONCE + 20);
  expect(rows()).toEqual([0, 0, 0, 0, 0]);
});

test("killed after any step, a project is not shown as completed, and the next clean-up ends it", async () => {
  for (let steps = 3; steps < 9; steps++) {
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
  db.mostSteps = 7;
  await expect(cleanup(db).cleanup(ALL)).rejects.toThrow("killed");
  const { id } = await addProject(store, { lines: LINES, path: "/talk.srt" });
  await store.cleanup(ALL);
  expect(await store.projectLines(id)).toHaveLength(LINES);
  expect(await store.projectLines(other)).toHaveLength(documentWith(3).segments.length);
});
