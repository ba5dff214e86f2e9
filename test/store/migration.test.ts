import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { MINUTE } from "../../src/core/time.js";
import Database, { type Connection } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/index.js";
import { NEWEST } from "../../src/store/sqlite/open.js";
import { buildRelease010 } from "./fixture-0.1.0.js";
import { DELETE_OLD, MEANS, RELEASE_STUCK, RETRY_FAILED, SUCCESS_RATE } from "./owner-statements.js";
import { ENDPOINT, rescuing, SCOPE, scratch, take } from "./support.js";

type Row = Record<string, unknown>;

/** A database of 0.1.0, and what it was when it was left: a shell on it, as operators have it. */
function release010(now = Date.now()) {
  const file = join(scratch(), "transcron.db");
  const built = buildRelease010(file, { now });
  const shell = new Database(file);
  shell.pragma("foreign_keys = off");
  onTestFinished(() => void shell.close());
  return { ...built, file, shell, now };
}

/** The same, opened by this version. */
function migrated(now?: number) {
  const release = release010(now);
  const store = openSqliteStore(release.file);
  onTestFinished(() => store.close());
  return { ...release, store };
}

const namesOf = (shell: Connection, type: string) =>
  shell.prepare("select name from sqlite_master where type = ? order by name").pluck().all(type) as string[];

const columnsOf = (shell: Connection, table: string) =>
  shell.prepare("select name from pragma_table_xinfo(?)").pluck().all(table) as string[];

/** Every row of the tables and columns of 0.1.0, under their old names. */
function contents({ shell }: { shell: Connection }, tables = TABLES): Record<string, Row[]> {
  const rows = Object.entries(tables).map(([table, columns]) => {
    const now = new Set(columnsOf(shell, table));
    const list = columns.map((name) => (now.has(name) ? name : `${RENAMED[`${table}.${name}`]} as ${name}`));
    return [table, shell.prepare(`select ${list.join(", ")} from ${table}`).all() as Row[]];
  });
  return Object.fromEntries(rows);
}

const RENAMED: Record<string, string> = { "requests.project_id": "work_id" };

const TABLES = tablesOf010();

function tablesOf010() {
  const shell = new Database(":memory:");
  for (const script of ["001_queue.sql", "002_operations.sql"])
    shell.exec(readFileSync(new URL(`../../sql/${script}`, import.meta.url), "utf8"));
  const tables = namesOf(shell, "table").filter((name) => !name.startsWith("sqlite_"));
  return Object.fromEntries(tables.map((table) => [table, columnsOf(shell, table)]));
}

test("opening a database of 0.1.0 migrates it and keeps every row", () => {
  const release = release010();
  const before = contents(release);
  for (const [table, rows] of Object.entries(before)) expect(rows.length, table).toBeGreaterThan(0);
  openSqliteStore(release.file).close();
  expect(release.shell.pragma("user_version", { simple: true })).toBe(NEWEST);
  expect(contents(release)).toEqual(before);
});

test("a migrated database is sound", () => {
  const { shell } = migrated();
  expect(shell.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(shell.pragma("foreign_key_check")).toEqual([]);
});

test("a database is migrated once, by whoever comes first", async () => {
  const { store, file, ids } = migrated();
  const second = openSqliteStore(file);
  onTestFinished(() => second.close());
  expect(await second.idsBeginning(ids.pending)).toEqual([ids.pending]);
  expect(await store.idsBeginning(ids.pending)).toEqual([ids.pending]);
});

test("no table, index or trigger is lost", () => {
  const release = release010();
  const all = () => ["table", "index", "trigger"].flatMap((type) => namesOf(release.shell, type));
  const before = all();
  openSqliteStore(release.file).close();
  expect(all()).toEqual(expect.arrayContaining(before));
});

test.each([
  ["success rate", SUCCESS_RATE, { total: 4, completed: 1, success_rate: 25 }],
  ["means", MEANS, { avg_processing_time: 3.2, avg_segments: 3 }],
])("the owner's %s is the same before and after", (_, sql, result) => {
  const now = Date.now();
  for (const { shell } of [release010(now), migrated(now)]) expect(shell.prepare(sql).get()).toEqual(result);
});

test.each([
  ["releasing by hand", RELEASE_STUCK],
  ["retrying by hand", RETRY_FAILED],
  ["deleting by hand", DELETE_OLD],
])("%s does the same before and after", (_, sql) => {
  const now = Date.now();
  const [before, after] = [release010(now), migrated(now)];
  const untouched = contents(before);
  for (const { shell } of [before, after]) {
    expect(shell.prepare(sql).run().changes).toBe(1);
    // A trigger takes this from the machine's clock, which may have gone on between the two.
    shell.exec("update translation_projects set available_at = created_at");
  }
  expect(contents(after)).toEqual(contents(before));
  expect(contents(after)).not.toEqual(untouched);
});

test("every query that operators are given runs on a migrated database", () => {
  const { shell } = migrated();
  const monitoring = readFileSync(new URL("../../sql/monitoring.sql", import.meta.url), "utf8");
  expect(() => shell.exec(monitoring)).not.toThrow();
});

test("operators still read how many segments there are and how many are done", async () => {
  const { shell, store, ids } = migrated();
  const progress = () =>
    shell
      .prepare("select segments_done || '/' || segments_count from translation_projects where id = ?")
      .pluck();
  expect(progress().get(ids.processing)).toBe("1/3");
  expect(progress().get(ids.failed)).toBe("2/3");
  expect(await store.showProject(ids.failed)).toMatchObject({ segmentsDone: 2, segmentsCount: 3 });
});

test("requests keep the id of their project, and are of the kind translation", () => {
  const release = release010();
  const before = release.shell.prepare("select project_id from requests order by id").pluck().all();
  openSqliteStore(release.file).close();
  const after = release.shell.prepare("select kind, work_id from requests order by id").all();
  expect(before).toContain(release.ids.completed);
  expect(after).toEqual(before.map((id) => ({ kind: "translation", work_id: id })));
});

test("work goes on where it was left: what is in the memory is known, what is done stays done", async () => {
  const { store, ids, lines, remembered, now } = migrated();
  const later = now + MINUTE;
  expect(await store.rescue(rescuing({ now: later }))).toMatchObject([
    { id: ids.processing, status: "pending" },
  ]);
  const stuck = await take(store, { ids: [ids.processing], now: later });
  expect(await store.tally(stuck)).toMatchObject({ done: 1, failed: 0, open: 2 });
  expect(await store.openAsks(stuck, ENDPOINT)).toEqual([]);

  const pending = await take(store, { ids: [ids.pending], now: later });
  const known = lines.pending.flatMap((text, index) =>
    text in remembered ? [{ index, text: remembered[text], marks: [] }] : [],
  );
  expect(known).toHaveLength(2);
  expect(await store.recall(pending, SCOPE)).toEqual(known);
});

test("what was remembered before can be forgotten by its languages", async () => {
  const { store } = migrated();
  const { endpoint, model, version, from, to } = SCOPE;
  const { memoryLines } = await store.stats({ since: 0, liveSince: 0 });
  expect(await store.forgetMemory({ from, to, asked: { endpoint, model, version } })).toBe(memoryLines);
});

test("counts that no reply can use do not break the figures any more", async () => {
  const release = release010();
  release.shell.exec("update requests set tokens_in = 9000000000000000000");
  release.shell.exec("update translation_versions set tokens_out = 9000000000000000000");
  const store = openSqliteStore(release.file);
  onTestFinished(() => store.close());
  expect((await store.stats({ since: 0, liveSince: 0 })).tokens.input).toBe(0);
  expect((await store.showProject(release.ids.completed)).tokens.output).toBe(0);
});

test("what failed is tried again with its failed line open", async () => {
  const { store, ids, now } = migrated();
  await store.retryFailed("translation", [ids.failed], now);
  const project = await take(store, { ids: [ids.failed], now });
  expect((await store.lines(project)).map(({ state }) => state)).toEqual(["done", "open", "done"]);
});

test("documents come back byte for byte, and what was done is known", async () => {
  const release = release010();
  const stored = release.shell.prepare("select path, bytes from documents where name = 'old.srt'").get() as {
    path: string;
    bytes: Buffer;
  };
  const store = openSqliteStore(release.file);
  onTestFinished(() => store.close());
  const { old } = release.ids;
  expect(await store.documentOf(old)).toEqual({
    ...{ name: "old.srt", format: "srt", encoding: { name: "utf-8", bom: false } },
    ...stored,
  });
  expect(await store.knownFile(stored.path, stored.bytes)).toMatchObject([{ id: old, status: "completed" }]);
});
