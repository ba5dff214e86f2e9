import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/time.js";
import Database, { type Connection } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/index.js";
import { DELETE_OLD, MEANS, RELEASE_STUCK, RETRY_FAILED, SUCCESS_RATE } from "./owner-statements.js";
import {
  addAndTake,
  addProject,
  ask,
  asking,
  batch,
  completed,
  ENDPOINT,
  failed,
  finishing,
  givingBack,
  refused,
  scratch,
  take,
  wish,
} from "./support.js";

/** A store in a file, and an operator's shell on it: foreign keys off, as sqlite3 has them. */
function withShell() {
  const file = join(scratch(), "transcron.db");
  const store = openSqliteStore(file);
  const shell = new Database(file);
  shell.pragma("foreign_keys = off");
  onTestFinished(() => {
    store.close();
    shell.close();
  });
  return { store, shell };
}

const rowOf = (shell: Connection, sql: string) => shell.prepare(sql).get();

const changesOf = (shell: Connection, sql: string) => shell.prepare(sql).run().changes;

const countsOf = (shell: Connection, ...tables: string[]) =>
  tables.map((table) => shell.prepare(`select count(*) from ${table}`).pluck().get());

test("the statements tested here are those that operators are given", () => {
  const squeezed = (text: string) => text.replace(/^--/gm, "").replace(/\s+/g, " ").trim();
  const given = squeezed(readFileSync(new URL("../../sql/monitoring.sql", import.meta.url), "utf8"));
  for (const statement of [SUCCESS_RATE, MEANS, RELEASE_STUCK, RETRY_FAILED, DELETE_OLD])
    expect(given).toContain(`${squeezed(statement)};`);
});

test("the success rate is counted over what was added in the last day", async () => {
  const { store, shell } = withShell();
  const now = Date.now();
  await completed(store, { now: now - 25 * HOUR });
  await addProject(store, { now });
  await completed(store, { now });
  expect(rowOf(shell, SUCCESS_RATE)).toEqual({ total: 2, completed: 1, success_rate: 50 });
});

test("means are taken over what completed", async () => {
  const { store, shell } = withShell();
  const now = Date.now();
  await failed(store, { now, lines: 9 });
  const project = await addAndTake(store, { now });
  await store.saveBatch(project, batch([0, 1, 2], { now }));
  await store.finishProject(project, finishing({ now: now + 1500 }));
  expect(rowOf(shell, MEANS)).toEqual({ avg_processing_time: 1.5, avg_segments: 3 });
});

test("releasing a stuck project ends its worker's claim", async () => {
  const { store, shell } = withShell();
  const now = Date.now();
  const project = await addAndTake(store, { now: now - 20 * MINUTE });
  expect(changesOf(shell, RELEASE_STUCK)).toBe(1);
  expect(await store.saveBatch(project, batch([0]))).toBeUndefined();
  expect(await store.leases()).toEqual([]);
  expect(await take(store, { now })).toMatchObject({ id: project.id, attempts: 2 });
});

test("a project in work is not released by it, since no turn is that long", async () => {
  const { store, shell } = withShell();
  await addAndTake(store, { now: Date.now() - 5 * MINUTE });
  expect(changesOf(shell, RELEASE_STUCK)).toBe(0);
});

test("retrying failed projects opens their failed lines and starts the attempts anew", async () => {
  const { store, shell } = withShell();
  const now = Date.now();
  const id = await failed(store, { now });
  expect(changesOf(shell, RETRY_FAILED)).toBe(1);
  expect(await store.showProject(id)).toMatchObject({ status: "pending", attempts: 0, error: null });
  const retried = await take(store, { now: now + MINUTE });
  expect((await store.lines(retried)).map(({ state }) => state)).toEqual(["done", "done", "open"]);
});

test("what a failed project was being asked is gone when it is retried by hand", async () => {
  const { store, shell } = withShell();
  const now = Date.now();
  const project = await addAndTake(store, { now });
  await store.openAsk(project, asking(ask(), now));
  await store.giveBack(project, givingBack({ now, attemptLimit: 1 }));
  expect(changesOf(shell, RETRY_FAILED)).toBe(1);
  expect(await store.openAsks(project, ENDPOINT)).toEqual([]);
});

test("deleting old projects leaves nothing behind but the documents that others use", async () => {
  const { store, shell } = withShell();
  const old = Date.now() - 40 * DAY;
  await completed(store, { now: old, path: "/one.srt" });
  const id = await completed(store, { now: old, path: "/two.srt", targetLang: "es" });
  await store.noteProblem({ work: { kind: "translation", id }, code: "odd", message: "", now: old });
  await addProject(store, { path: "/two.srt", targetLang: "de" });
  expect(changesOf(shell, DELETE_OLD)).toBe(2);
  expect(countsOf(shell, "translation_projects", "translation_versions", "documents", "segments")).toEqual([
    1, 1, 1, 3,
  ]);
  expect(countsOf(shell, "segment_translations", "translation_errors")).toEqual([0, 0]);
});

test("what a project was being asked is gone when it is deleted by hand", async () => {
  const { store, shell } = withShell();
  await store.openAsk(await addAndTake(store), asking(ask(), Date.now()));
  shell.exec("delete from translation_projects");
  expect(countsOf(shell, "asks")).toEqual([0]);
});

test("what was answered to a line that failed is gone when its project is deleted by hand", async () => {
  const { store, shell } = withShell();
  const answer = { text: "line 1", marks: ["untranslated" as const] };
  await store.saveBatch(await addAndTake(store), batch([], { failed: [{ ...refused(0), answer }] }));
  expect(countsOf(shell, "rejected_answers")).toEqual([1]);
  shell.exec("delete from translation_projects");
  expect(countsOf(shell, "rejected_answers")).toEqual([0]);
});

test("a file that was done is not paid for again after its project was deleted by hand", async () => {
  const { store, shell } = withShell();
  await completed(store, { path: "/done.srt" });
  shell.exec("delete from translation_projects");
  expect(await addProject(store, { path: "/done.srt" })).toMatchObject({
    created: false,
    status: "done before",
  });
  expect(await addProject(store, { path: "/done.srt", again: true })).toMatchObject({ created: true });
});

test("a project cancelled by hand is out of its worker's hands", async () => {
  const { store, shell } = withShell();
  const project = await addAndTake(store);
  shell.exec("update translation_projects set status = 'cancelled'");
  expect(await store.renew(project, Date.now())).toBe(false);
  expect(await store.claim("translation", wish())).toBeUndefined();
});
