import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { StoreDamaged, UserError } from "../../src/errors.js";
import Database, { type Connection } from "../../src/store/sqlite/driver.js";
import { databaseFile, openSqliteStore } from "../../src/store/sqlite/index.js";
import { NEWEST } from "../../src/store/sqlite/open.js";
import { buildRelease010 } from "./fixture-0.1.0.js";
import { addProject, START, scratch } from "./support.js";

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

test("a backup is restored where there is no database, private as any", async () => {
  const folder = scratch();
  const backup = await closedDatabase(join(folder, "backup.db"), 2);
  const file = join(folder, "home", "transcron.db");
  expect(databaseFile(file).restore(backup, ONCE)).toEqual({ replaced: null });
  expect(projectsIn(file)).toBe(2);
  expect([modeOf(join(folder, "home")), modeOf(file)]).toEqual(["700", "600"]);
  expect(projectsIn(backup)).toBe(2);
});

test("a database is replaced only by force, and kept beside it, also twice in a second", async () => {
  const folder = scratch();
  const file = await closedDatabase(join(folder, "transcron.db"), 3);
  const backup = await closedDatabase(join(folder, "backup.db"), 1);
  expect(() => databaseFile(file).restore(backup, ONCE)).toThrow(UserError);
  expect(projectsIn(file)).toBe(3);

  const kept = [1, 2].map(() => databaseFile(file).restore(backup, FORCED).replaced!);
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

  const { replaced } = databaseFile(file).restore(backup, FORCED);
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(projectsIn(file)).toBe(5);
  expect(projectsIn(replaced!)).toBe(1);
});

test("a backup of an older version is restored, and migrated when it is opened", async () => {
  const folder = scratch();
  const [file, backup] = [join(folder, "transcron.db"), join(folder, "backup.db")];
  buildRelease010(backup);
  const projects = projectsIn(backup);
  databaseFile(file).restore(backup, ONCE);
  const { counts } = await open(file).listProjects({ limit: 1 });
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(projects);
});

test("what is no backup of ours is refused, and the database stays as it is", async () => {
  const folder = scratch();
  const file = await closedDatabase(join(folder, "transcron.db"), 2);
  const bad = join(folder, "bad.db");
  const restore = () => databaseFile(file).restore(bad, FORCED);

  expect(restore).toThrow("no such backup");
  withConnection(bad, (connection) => connection.exec("create table recipes (id)"));
  expect(restore).toThrow("is no backup of transcron");
  withConnection(bad, (connection) => connection.pragma(`user_version = ${NEWEST + 1}`));
  expect(restore).toThrow(`has schema ${NEWEST + 1}, this transcron knows ${NEWEST}`);
  writeFileSync(bad, "no database at all ".repeat(1000));
  expect(restore).toThrow(UserError);

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
  expect(restore).toThrow(`${backup} is damaged`);
  expect(restore).toThrow(expect.objectContaining({ hint: "use another backup" }));
  expect(existsSync(file)).toBe(false);
});
