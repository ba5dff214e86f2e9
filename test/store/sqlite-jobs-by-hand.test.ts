import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DAY } from "../../src/core/time.js";
import Database, { type Connection } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/index.js";
import { WORK_TABLES } from "../../src/store/sqlite/kinds.js";
import { addJobs, addRecording, document, hear, newJob, takeJob, takeRecording } from "./pieces-support.js";
import { givingBack, newProject, scratch } from "./support.js";

// What the owner runs in a shell over jobs and recordings: these must run unchanged on every version.

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

const all = (shell: Connection, sql: string) => shell.prepare(sql).all();
const run = (shell: Connection, sql: string, ...values: unknown[]) =>
  shell.prepare(sql).run(...values).changes;

const now = Date.now();

const RETRY = `update jobs set status = 'pending', attempts = 0, available_at = datetime('now'), reserved_at = null,
  reserved_by = null where status = 'failed'`;
const STUCK = `select id, type, reserved_by, reserved_at from jobs
  where status = 'processing' and reserved_at < datetime('now', '-15 minutes')`;

async function failedJob(store: ReturnType<typeof openSqliteStore>) {
  await addJobs(store, [newJob()], { now });
  await store.giveBack(await takeJob(store, now), givingBack({ now, availableAt: now, attemptLimit: 1 }));
}

test("jobs are counted by status, and failed ones listed with their reasons", async () => {
  const { store, shell } = withShell();
  await failedJob(store);
  await addJobs(store, [newJob()], { now });
  expect(all(shell, "select status, count(*) from jobs group by status")).toEqual([
    { status: "failed", "count(*)": 1 },
    { status: "pending", "count(*)": 1 },
  ]);
  const failed = `select id, type, attempts, error_message, created_at from jobs
    where status = 'failed' order by created_at desc limit 10`;
  expect(all(shell, failed)).toMatchObject([
    { id: 1, type: "crochet", attempts: 1, error_message: "timeout" },
  ]);
  expect(all(shell, "select kind, id, error_message from failed_jobs")).toEqual([
    { kind: "generation", id: 1, error_message: "timeout" },
  ]);
});

test("failed jobs made pending by hand are claimed again, from the first endpoint on", async () => {
  const { store, shell } = withShell();
  await failedJob(store);
  expect(run(shell, RETRY)).toBe(1);
  const later = Date.now() + 5000;
  expect(await takeJob(store, later)).toMatchObject({
    id: "job-1",
    attempts: 1,
    endpointAt: 0,
    problems: "[]",
  });
});

test("stuck jobs are found, and made pending by hand; their worker changes nothing then", async () => {
  const { store, shell } = withShell();
  await addJobs(store, [newJob()], { now });
  const claim = await takeJob(store, now - DAY / 24);
  expect(claim).toBeUndefined(); // it was not due then
  const held = await takeJob(store, now);
  run(shell, "update jobs set reserved_at = datetime('now', '-16 minutes')");
  expect(all(shell, STUCK)).toMatchObject([{ id: 1, type: "crochet" }]);
  run(
    shell,
    RETRY.replace(
      "status = 'failed'",
      "status = 'processing' and reserved_at < datetime('now', '-15 minutes')",
    ),
  );
  expect(await store.finishJob(held, document({ now }))).toBeUndefined();
  expect(await takeJob(store, Date.now() + 5000)).toMatchObject({ id: "job-1" });
});

test("completed jobs are patterns until they are deleted by hand", async () => {
  const { store, shell } = withShell();
  await addJobs(store, [newJob()], { now });
  await store.finishJob(await takeJob(store, now), document({ now }));
  expect(all(shell, "select id, type, level, size, content from patterns")).toEqual([
    { id: 1, type: "hat", level: "beginner", size: "M", content: '{"title":"Hat"}' },
  ]);
  expect(all(shell, "select id from pattern_jobs")).toEqual([{ id: 1 }]);
  expect(all(shell, "select * from jobs order by id desc limit 1")).toMatchObject([
    { id: 1, status: "completed" },
  ]);
  const old = "delete from jobs where status = 'completed' and completed_at < datetime('now', '-7 days')";
  expect(run(shell, old)).toBe(0);
  run(shell, "update jobs set completed_at = datetime('now', '-8 days')");
  expect(run(shell, old)).toBe(1);
  expect(all(shell, "select * from templates")).toEqual([]);
});

test("a recording that is failed by hand leaves its worker's hands, and what waits for it fails too", async () => {
  const { store, shell } = withShell();
  const { projects } = await addRecording(store, { projects: [newProject()], now });
  const claim = await takeRecording(store, now);
  const fail = "update audio_records set status = 'failed' where id = ? and status = 'processing'";
  expect(run(shell, fail, 1)).toBe(1);
  expect(await store.renew(claim, now)).toBe(false);
  expect(await store.showProject(projects[0]!.id)).toMatchObject({ status: "failed" });
  expect(all(shell, "select kind, id, failed_at is not null as ended from failed_jobs")).toEqual([
    { kind: "transcription", id: 1, ended: 1 },
  ]);
});

test("recordings show what was said and when they were processed", async () => {
  const { store, shell } = withShell();
  await addRecording(store, { now });
  await hear(store, now);
  expect(all(shell, "select * from audio_records order by id desc limit 5")).toMatchObject([
    { id: 1, transcription: "line 1\nline 2", processed_at: expect.stringMatching(/^\d{4}-/) },
  ]);
});

test("every kind's table has the same life cycle", () => {
  const { shell } = withShell();
  const COLUMNS = [
    ...["status", "lane", "priority", "attempts", "available_at", "wait_reason", "waits_for", "claim"],
    ...["reserved_by", "reserved_at", "started_at", "completed_at", "processing_time_seconds", "units_count"],
    ...["units_done", "error_message", "created_at", "name", "deliver", "target_path", "root", "exported_at"],
    ...["exported_path", "export_error", "export_tries", "export_after"],
  ];
  interface Column {
    name: string;
    type: string;
    notnull: number;
  }
  const cycleOf = (table: string) =>
    (shell.prepare(`select name, type, "notnull" from pragma_table_xinfo('${table}')`).all() as Column[])
      .filter(({ name }) => COLUMNS.includes(name))
      .sort((a, b) => a.name.localeCompare(b.name));
  const [first, ...others] = WORK_TABLES.map(({ table }) => cycleOf(table));
  expect(first).toHaveLength(COLUMNS.length);
  for (const other of others) expect(other).toEqual(first);
});
