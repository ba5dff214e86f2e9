import { statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { MINUTE } from "../src/core/time.js";
import { openSqliteStore } from "../src/store/sqlite/index.js";
import { migrations, NEWEST, openDatabase } from "../src/store/sqlite/open.js";
import { addProject, batch, finished, storeContract, wish } from "./store.contract.js";
import { scratch } from "./support/world.js";

function open(file = ":memory:") {
  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  return store;
}

describe("the store on SQLite", () => storeContract(() => open()));

/** A store in a file, and an operator's shell on it: foreign keys off, as sqlite3 has them. */
function withShell() {
  const file = join(scratch(), "transcron.db");
  const store = open(file);
  const shell = new Database(file);
  shell.pragma("foreign_keys = off");
  onTestFinished(() => void shell.close());
  return { store, shell };
}

describe("statements run by hand", () => {
  test("the success rate is counted as always", async () => {
    const { store, shell } = withShell();
    const now = Date.now();
    await addProject(store, { now });
    await addProject(store, { now });
    const project = (await store.claim(wish({ now })))!;
    await store.saveBatch(project, batch([0, 1, 2], now));
    await store.settle(project, finished(now));
    const row = shell
      .prepare(
        `select count(*) as total, sum(case when status = 'completed' then 1 else 0 end) as completed,
                (sum(case when status = 'completed' then 1 else 0 end) * 100.0 / count(*)) as success_rate
         from translation_projects where created_at > datetime('now', '-24 hours')`,
      )
      .get();
    expect(row).toEqual({ total: 2, completed: 1, success_rate: 50 });
  });

  test("averages are taken over what completed", async () => {
    const { store, shell } = withShell();
    const now = Date.now();
    await addProject(store, { now });
    const project = (await store.claim(wish({ now })))!;
    await store.saveBatch(project, batch([0, 1, 2], now));
    await store.settle(project, finished(now + 1500));
    const row = shell
      .prepare(
        `select avg(processing_time_seconds) as avg_processing_time, avg(segments_count) as avg_segments
         from translation_projects where status = 'completed' and created_at > datetime('now', '-7 days')`,
      )
      .get();
    expect(row).toEqual({ avg_processing_time: 1.5, avg_segments: 3 });
  });

  test("releasing a stuck project by hand ends its worker's claim", async () => {
    const { store, shell } = withShell();
    const then = Date.now() - 20 * MINUTE;
    const { id } = await addProject(store, { now: then });
    const project = (await store.claim(wish({ now: then })))!;
    const { changes } = shell
      .prepare(
        `update translation_projects set status = 'pending', started_at = null
         where status = 'processing' and started_at < datetime('now', '-10 minutes')`,
      )
      .run();
    expect(changes).toBe(1);
    expect(await store.saveBatch(project, batch([0]))).toBe(false);
    expect(await store.claim(wish({ now: Date.now() }))).toMatchObject({ id, attempts: 2 });
  });

  test("a project in work is not touched by it, since no turn is that long", async () => {
    const { store, shell } = withShell();
    const then = Date.now() - 5 * MINUTE;
    await addProject(store, { now: then });
    await store.claim(wish({ now: then }));
    const { changes } = shell
      .prepare(
        `update translation_projects set status = 'pending', started_at = null
         where status = 'processing' and started_at < datetime('now', '-10 minutes')`,
      )
      .run();
    expect(changes).toBe(0);
  });

  test("retrying failed projects by hand opens their failed lines and starts the attempts anew", async () => {
    const { store, shell } = withShell();
    const now = Date.now();
    const { id } = await addProject(store, { now });
    const project = (await store.claim(wish({ now })))!;
    await store.saveBatch(project, {
      ...batch([0, 1], now),
      failed: [{ index: 2, code: "refused", message: "no" }],
    });
    expect(await store.settle(project, finished(now))).toBe("failed");
    shell
      .prepare(
        `update translation_projects set status = 'pending', started_at = null
         where status = 'failed' and created_at > datetime('now', '-1 hour')`,
      )
      .run();
    expect(await store.showProject(id)).toMatchObject({ status: "pending", attempts: 0, error: null });
    const retried = (await store.claim(wish({ now: Date.now() + 1000 })))!;
    expect((await store.lines(retried)).map(({ state }) => state)).toEqual(["done", "done", "open"]);
  });

  test("deleting old projects by hand leaves nothing behind, and the documents others use", async () => {
    const { store, shell } = withShell();
    const old = Date.UTC(2020, 0, 1);
    await addProject(store, { now: old, path: "/one.srt" });
    await addProject(store, { now: old, path: "/two.srt", to: "es" });
    for (let count = 0; count < 2; count++) {
      const project = (await store.claim(wish({ now: old })))!;
      await store.saveBatch(project, batch([0, 1, 2], old));
      await store.settle(project, finished(old));
    }
    await addProject(store, { path: "/two.srt", to: "de" });
    shell
      .prepare(
        `delete from translation_projects where status = 'completed' and created_at < datetime('now', '-30 days')`,
      )
      .run();
    const count = (table: string) => shell.prepare(`select count(*) from ${table}`).pluck().get();
    expect(
      ["translation_projects", "translation_versions", "segment_translations", "documents", "segments"].map(
        count,
      ),
    ).toEqual([1, 1, 0, 1, 3]);
  });
});

test("a file that was done is not paid for again after its project was deleted", async () => {
  const { store, shell } = withShell();
  await addProject(store, { path: "/done.srt" });
  const project = (await store.claim(wish()))!;
  await store.saveBatch(project, batch([0, 1, 2]));
  await store.settle(project, finished());
  shell.exec("delete from translation_projects");
  expect(await addProject(store, { path: "/done.srt" })).toMatchObject({
    created: false,
    status: "done before",
  });
  expect(await addProject(store, { path: "/done.srt", again: true })).toMatchObject({ created: true });
});

test("answers survive a power cut: synchronous is FULL on every connection", () => {
  const file = join(scratch(), "transcron.db");
  for (let connection = 0; connection < 2; connection++) {
    const db = openDatabase(file);
    expect(db.pragma("synchronous", { simple: true })).toBe(2);
    expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
    db.close();
  }
});

test("the database is nobody else's: 0600 in a folder of 0700", () => {
  const file = join(scratch(), "home", "transcron.db");
  const store = open(file);
  expect(store).toBeDefined();
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  expect([mode(join(file, "..")), mode(file), mode(`${file}-wal`)]).toEqual(["700", "600", "600"]);
});

test("a database of a newer transcron is refused with both numbers", () => {
  const file = join(scratch(), "transcron.db");
  const db = openDatabase(file);
  db.pragma(`user_version = ${NEWEST + 7}`);
  db.close();
  expect(() => openDatabase(file)).toThrow(`schema ${NEWEST + 7}, this transcron knows ${NEWEST}`);
});

test("the program knows the newest migration", () => {
  expect(migrations().at(-1)!.version).toBe(NEWEST);
});

test("claims and leases are found by index, however many projects there are", () => {
  const db = openDatabase(":memory:");
  onTestFinished(() => void db.close());
  const plan = db
    .prepare(
      `explain query plan select seq from translation_projects where status = 'pending' and lane = 'normal'
       and available_at <= '2026' order by priority desc, available_at, seq limit 1`,
    )
    .all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join()).toMatch(/^SEARCH .* INDEX projects_due \(lane=\?\)$/);
});

test("two processes' claims at once never take the same project", async () => {
  const file = join(scratch(), "transcron.db");
  const stores = Array.from({ length: 4 }, () => open(file));
  for (let count = 0; count < 20; count++) await addProject(stores[0]!);
  const lanes = [{ name: "normal", places: 100, workers: 100 }];
  const claims = await Promise.all(
    Array.from({ length: 40 }, (_, index) => stores[index % 4]!.claim(wish({ lanes, capacity: 100 }))),
  );
  const ids = claims.flatMap((claimed) => (claimed ? [claimed.id] : []));
  expect([ids.length, new Set(ids).size]).toEqual([20, 20]);
});
