import { spawn } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { StoreDamaged, Transient, UserError } from "../../src/errors.js";
import Database, { type Connection } from "../../src/store/sqlite/driver.js";
import { databaseFile, openSqliteStore } from "../../src/store/sqlite/index.js";
import { BUSY_TIMEOUT_MS, NEWEST } from "../../src/store/sqlite/open.js";
import { buildRelease010 } from "./fixture-0.1.0.js";
import { addProject, START, scratch } from "./support.js";

/** As built: `npm test` builds it first. */
const STORE = fileURLToPath(new URL("../../dist/store/sqlite/index.js", import.meta.url));

function open(file: string) {
  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  return store;
}

/** A database of so many projects that nobody has open. */
async function closedDatabase(file: string, projects = 1) {
  const store = openSqliteStore(file);
  for (let count = 0; count < projects; count++) await addProject(store);
  store.close();
  return file;
}

function withConnection<Result>(file: string, work: (connection: Connection) => Result): Result {
  const connection = new Database(file);
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

/** Writes over a page that holds rows, as a failing disk does. */
function damageRows(file: string) {
  const page = withConnection(file, (connection) =>
    connection.prepare("select rootpage from sqlite_master where name = 'segments'").pluck().get(),
  ) as number;
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, (page - 1) * 4096, page * 4096));
}

/** Miscounts the free pages: SQLite can tell that, and read the rest. */
function damageFreeList(file: string) {
  const bytes = readFileSync(file);
  bytes.writeUInt32BE(77, 36);
  writeFileSync(file, bytes);
}

const projectsIn = (file: string) =>
  withConnection(file, (connection) =>
    connection.prepare("select count(*) from translation_projects").pluck().get(),
  );

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

const ONCE = { now: START, force: false };
const FORCED = { now: START, force: true };

test("a healthy database is told with its schema, its engine and its size", async () => {
  const file = join(scratch(), "transcron.db");
  const store = open(file);
  await addProject(store);
  const health = databaseFile(file).inspect();
  expect(health).toMatchObject({ schema: NEWEST, newest: NEWEST, integrity: "ok" });
  expect(health.engine).toMatch(/^SQLite 3\.\d+\.\d+$/);
  expect([health.bytes, health.walBytes]).toEqual([statSync(file).size, statSync(`${file}-wal`).size]);
});

test("a database is inspected as it is: an older schema is told and not migrated", () => {
  const file = join(scratch(), "transcron.db");
  buildRelease010(file);
  expect(databaseFile(file).inspect()).toMatchObject({ schema: 2, newest: NEWEST, integrity: "ok" });
  expect(databaseFile(file).inspect().schema).toBe(2);
});

test("damage is told by an inspection, or thrown as such where SQLite can't go on", async () => {
  const file = await closedDatabase(join(scratch(), "transcron.db"));
  damageFreeList(file);
  expect(databaseFile(file).inspect().integrity).toMatch(/free/i);
  damageRows(file);
  expect(() => databaseFile(file).inspect()).toThrow(StoreDamaged);
});

test("what is no database, or not there, is told by an inspection", () => {
  const file = join(scratch(), "transcron.db");
  expect(() => databaseFile(file).inspect()).toThrow(UserError);
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, "no database at all ".repeat(1000));
  expect(() => databaseFile(file).inspect()).toThrow(StoreDamaged);
});

test("a backup holds what was saved, and nothing of what is half written meanwhile", async () => {
  const folder = scratch();
  const [file, backup] = [join(folder, "transcron.db"), join(folder, "backup.db")];
  const store = open(file);
  await addProject(store);
  withConnection(file, (writer) => {
    writer.exec("begin immediate; delete from translation_projects;");
    databaseFile(file).backup(backup);
  });
  expect(projectsIn(backup)).toBe(1);
  expect(databaseFile(backup).inspect()).toMatchObject({ schema: NEWEST, integrity: "ok" });
});

test("a backup is nobody else's", async () => {
  const folder = scratch();
  const file = await closedDatabase(join(folder, "transcron.db"));
  databaseFile(file).backup(join(folder, "backup.db"));
  expect(modeOf(join(folder, "backup.db"))).toBe("600");
});

test("a checkpoint folds the log into the database", async () => {
  const file = join(scratch(), "transcron.db");
  await addProject(open(file));
  expect(databaseFile(file).inspect().walBytes).toBeGreaterThan(0);
  databaseFile(file).checkpoint();
  expect(databaseFile(file).inspect().walBytes).toBe(0);
});

test("a checkpoint beside a reader of an older state waits for nothing, and writers go on", async () => {
  const file = join(scratch(), "transcron.db");
  const store = open(file);
  const reader = new Database(file);
  onTestFinished(() => void reader.close());
  reader.exec("begin; select count(*) from translation_projects;");
  await addProject(store);
  const started = performance.now();
  databaseFile(file).checkpoint();
  await addProject(store);
  expect(performance.now() - started).toBeLessThan(BUSY_TIMEOUT_MS / 2);
});

test("a backup is restored where there is no database, private as any", async () => {
  const folder = scratch();
  const backup = await closedDatabase(join(folder, "backup.db"), 2);
  const file = join(folder, "transcron.db");
  expect(await databaseFile(file).restore(backup, ONCE)).toEqual({ replaced: null });
  expect(projectsIn(file)).toBe(2);
  expect(modeOf(file)).toBe("600");
  expect(projectsIn(backup)).toBe(2);
});

test("a database is replaced only by force, and kept beside it, also twice in a second", async () => {
  const folder = scratch();
  const file = await closedDatabase(join(folder, "transcron.db"), 3);
  const backup = await closedDatabase(join(folder, "backup.db"), 1);
  await expect(databaseFile(file).restore(backup, ONCE)).rejects.toThrow(UserError);
  expect(projectsIn(file)).toBe(3);

  const kept: string[] = [];
  for (let turn = 0; turn < 2; turn++)
    kept.push((await databaseFile(file).restore(backup, FORCED)).replaced!);
  expect(kept).toEqual([`${file}.before-20260106143015`, `${file}.before-20260106143015-2`]);
  expect(projectsIn(file)).toBe(1);
  expect(kept.map(projectsIn)).toEqual([3, 1]);
});

test("the log of the replaced database stays with it and is not played into the new one", async () => {
  const folder = scratch();
  const [running, file] = [join(folder, "running.db"), join(folder, "transcron.db")];
  await addProject(open(running));
  // As a killed process leaves it: all that was saved is still in the log.
  for (const part of ["", "-wal"]) copyFileSync(running + part, file + part);
  const backup = await closedDatabase(join(folder, "backup.db"), 5);

  const { replaced } = await databaseFile(file).restore(backup, FORCED);
  expect(projectsIn(file)).toBe(5);
  expect(projectsIn(replaced!)).toBe(1);
});

test("a backup of an older version is restored, and migrated when it is opened", async () => {
  const folder = scratch();
  const [file, backup] = [join(folder, "transcron.db"), join(folder, "backup.db")];
  buildRelease010(backup);
  const projects = projectsIn(backup);
  await databaseFile(file).restore(backup, ONCE);
  const counts = await open(file).countProjects();
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(projects);
});

test("what is no backup of ours is refused, and the database stays as it is", async () => {
  const folder = scratch();
  const file = await closedDatabase(join(folder, "transcron.db"), 2);
  const bad = join(folder, "bad.db");
  const restore = () => databaseFile(file).restore(bad, FORCED);

  await expect(restore()).rejects.toThrow("no such backup");
  withConnection(bad, (connection) => connection.exec("create table recipes (id)"));
  await expect(restore()).rejects.toThrow("is no backup of transcron");
  withConnection(bad, (connection) => connection.pragma(`user_version = ${NEWEST + 1}`));
  await expect(restore()).rejects.toThrow(`has schema ${NEWEST + 1}, this transcron knows ${NEWEST}`);
  writeFileSync(bad, "no database at all ".repeat(1000));
  await expect(restore()).rejects.toThrow(UserError);

  expect(projectsIn(file)).toBe(2);
  expect(readdirSync(folder).filter((name) => /before|restoring/.test(name))).toEqual([]);
});

test.each([
  ["miscounted pages", damageFreeList],
  ["pages written over", damageRows],
])("a backup with %s is refused by its name, with the advice to use another", async (_, damage) => {
  const folder = scratch();
  const file = join(folder, "transcron.db");
  const backup = await closedDatabase(join(folder, "backup.db"));
  damage(backup);
  const restore = () => databaseFile(file).restore(backup, ONCE);
  await expect(restore()).rejects.toThrow(`${backup} is damaged`);
  await expect(restore()).rejects.toThrow(expect.objectContaining({ hint: "use another backup" }));
  expect(existsSync(file)).toBe(false);
});

test("whoever has the database open sees what was restored, and writes into it", async () => {
  const folder = scratch();
  const file = join(folder, "transcron.db");
  const other = open(file);
  await addProject(other);
  const backup = await closedDatabase(join(folder, "backup.db"), 5);
  const { replaced } = await databaseFile(file).restore(backup, FORCED);
  expect((await other.countProjects()).pending).toBe(5);
  expect(await addProject(other)).toMatchObject({ created: true });
  expect([projectsIn(file), projectsIn(replaced!)]).toEqual([6, 1]);
  expect(databaseFile(file).inspect()).toMatchObject({ integrity: "ok" });
});

test("what was kept is nobody else's", async () => {
  const folder = scratch();
  const file = await closedDatabase(join(folder, "transcron.db"));
  const backup = await closedDatabase(join(folder, "backup.db"));
  expect(modeOf((await databaseFile(file).restore(backup, FORCED)).replaced!)).toBe("600");
});

test("what is added while the old database is being kept is kept too", async () => {
  const folder = scratch();
  const file = join(folder, "transcron.db");
  const other = open(file);
  await addProject(other);
  const backup = await closedDatabase(join(folder, "backup.db"), 5);
  const restored = databaseFile(file).restore(backup, FORCED);
  const adding = addProject(other); // between the copy of the old database and that of the backup
  await adding;
  const { replaced } = await restored;
  expect([projectsIn(file), projectsIn(replaced!)]).toEqual([5, 2]);
});

test("a database that somebody writes is waited for, and not replaced if that lasts", async () => {
  const folder = scratch();
  const file = await closedDatabase(join(folder, "transcron.db"), 2);
  const backup = await closedDatabase(join(folder, "backup.db"), 5);
  const writer = new Database(file);
  onTestFinished(() => void writer.close());
  writer.exec("begin immediate");
  const failing = databaseFile(file).restore(backup, FORCED);
  await expect(failing).rejects.toThrow(Transient);
  writer.exec("rollback");
  expect(projectsIn(file)).toBe(2);
  expect(readdirSync(folder).filter((name) => name.includes("before"))).toEqual([]);
  await databaseFile(file).restore(backup, FORCED);
  expect(projectsIn(file)).toBe(5);
});

test.each([
  ["whose pages are written over", damageRows],
  ["that is no database", (file: string) => writeFileSync(file, "no database at all ".repeat(1000))],
  ["of no bytes", (file: string) => writeFileSync(file, "")],
])("a database %s is replaced too, and kept as it is", async (_, damage) => {
  const folder = scratch();
  const file = await closedDatabase(join(folder, "transcron.db"), 2);
  damage(file);
  const damaged = readFileSync(file);
  const backup = await closedDatabase(join(folder, "backup.db"), 5);
  const { replaced } = await databaseFile(file).restore(backup, FORCED);
  expect(readFileSync(replaced!)).toEqual(damaged);
  expect([projectsIn(file), modeOf(file)]).toEqual([5, "600"]);
  expect(readdirSync(folder).filter((name) => name.includes("restoring"))).toEqual([]);
});

test("a restore that is killed at any moment leaves a database: the old one or the new one", async () => {
  const folder = scratch();
  const file = await closedDatabase(join(folder, "transcron.db"), 3);
  const backup = await closedDatabase(join(folder, "backup.db"), 40);
  const program = `
    import { databaseFile } from ${JSON.stringify(STORE)};
    console.log("begins");
    for (;;) await databaseFile(process.argv[1]).restore(process.argv[2], { now: 0, force: true });`;
  for (let kill = 0; kill < 5; kill++) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, file, backup]);
    const ended = new Promise((done) => child.on("exit", done));
    await new Promise((begun) => child.stdout.once("data", begun));
    while (readdirSync(folder).length < 4 + 3 * kill) await new Promise((done) => setImmediate(done));
    child.kill("SIGKILL");
    await ended;
    expect(databaseFile(file).inspect()).toMatchObject({ integrity: "ok", schema: NEWEST });
    expect([3, 40]).toContain(projectsIn(file));
  }
});
