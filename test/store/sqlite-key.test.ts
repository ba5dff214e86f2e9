import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { StoreDamaged, Transient, UserError } from "../../src/errors.js";
import { type Engine, plain } from "../../src/store/sqlite/engine.js";
import { databaseFile, openSqliteStore } from "../../src/store/sqlite/index.js";
import { NEWEST, openDatabase } from "../../src/store/sqlite/open.js";
import { KEY, OTHER_KEY, under, withoutCipher } from "../support/cipher.js";
import { addProject, START, scratch } from "./support.js";

/** As built: `npm test` builds it first. */
const STORE = fileURLToPath(new URL("../../dist/store/sqlite/index.js", import.meta.url));

const MARKER = "what-nobody-may-read";
const ONCE = { now: START, force: false };
const FORCED = { now: START, force: true };

const newFile = () => join(scratch(), "transcron.db");

function open(file: string, engine: Engine) {
  const store = openSqliteStore(file, engine);
  onTestFinished(() => store.close());
  return store;
}

/** A database of so many projects that nobody has open. */
async function closedDatabase(file: string, engine: Engine, projects = 1) {
  const store = openSqliteStore(file, engine);
  for (let count = 0; count < projects; count++) await addProject(store, { name: `${MARKER} ${count}` });
  store.close();
  return file;
}

function projectsIn(file: string, engine: Engine) {
  const connection = engine.open(file, { fileMustExist: true });
  try {
    return connection.prepare("select count(*) from translation_projects").pluck().get();
  } finally {
    connection.close();
  }
}

const shows = (file: string) => readFileSync(file).includes(MARKER);
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
const besides = (file: string) => readdirSync(join(file, "..")).sort();

describe.skipIf(withoutCipher)("a database under a key", () => {
  test("shows nothing of what it holds, nor does its log or a backup", async () => {
    const file = newFile();
    const backup = join(file, "..", "backup.db");
    await addProject(open(file, under(KEY)), { name: MARKER });
    databaseFile(file, under(KEY)).backup(backup);
    expect(existsSync(`${file}-wal`)).toBe(true);
    for (const path of [file, `${file}-wal`, `${file}-shm`, backup]) expect(shows(path)).toBe(false);
    expect([modeOf(file), modeOf(`${file}-wal`), modeOf(backup)]).toEqual(["600", "600", "600"]);
    expect(databaseFile(backup, under(KEY)).inspect()).toMatchObject({ integrity: "ok", encrypted: true });

    const open_ = await closedDatabase(newFile(), plain);
    expect(shows(open_)).toBe(true); // so the marker would have been seen
  });

  test("is encrypted from its first page on, and its temporary tables stay in memory", () => {
    const file = newFile();
    const db = openDatabase(file, under(KEY));
    onTestFinished(() => db.close());
    expect(readFileSync(file).includes("SQLite format 3")).toBe(false);
    expect([db.pragma("temp_store"), db.pragma("auto_vacuum"), db.pragma("journal_mode")]).toEqual([
      2,
      2,
      "wal",
    ]);
  });

  const misfits: [string, string | null, string | null, RegExp, string | undefined][] = [
    [
      "an encrypted one without a key",
      KEY,
      null,
      /is encrypted, and no key is set/,
      expect.stringContaining("set DATABASE_KEY_FILE"),
    ],
    [
      "an encrypted one with another key",
      KEY,
      OTHER_KEY,
      /the key does not open/,
      expect.stringContaining("the key it was encrypted"),
    ],
    ["a plain one with a key", null, KEY, /is not encrypted, and a key is set/, undefined],
  ];
  test.each(misfits)(
    "%s is a mistake of its own, and nothing is changed",
    async (_, made, tried, says, hint) => {
      const file = await closedDatabase(newFile(), under(made));
      const before = readFileSync(file);
      const engine = tried === null ? plain : under(tried);
      const backup = join(file, "..", "backup.db");
      const tries = [
        () => openSqliteStore(file, engine).close(),
        () => databaseFile(file, engine).inspect(),
        () => databaseFile(file, engine).backup(backup),
        () => databaseFile(file, engine).checkpoint(),
        () => databaseFile(file, engine).answer("select 1", { write: false }),
      ];
      for (const one of tries) {
        const thrown = thrownBy(one);
        expect(thrown).toBeInstanceOf(UserError);
        expect(thrown).not.toBeInstanceOf(StoreDamaged);
        expect(thrown.message).toMatch(says);
        expect(thrown.hint).toEqual(hint);
        expect(`${thrown.message} ${thrown.hint}`).not.toContain("restore");
      }
      expect(readFileSync(file)).toEqual(before);
      expect(besides(file)).toEqual(["transcron.db"]);
    },
  );

  test("that is damaged is told as damaged, like any other", async () => {
    const file = await closedDatabase(newFile(), under(KEY));
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(7, 4096, 4096 * 8));
    const { integrity } = inspected(file);
    expect(integrity).not.toBe("ok");
    writeFileSync(file, Buffer.alloc(bytes.length, 7));
    expect(thrownBy(() => openSqliteStore(file, under(KEY)))).toBeInstanceOf(StoreDamaged);
  });
});

const inspected = (file: string) => {
  try {
    return databaseFile(file, under(KEY)).inspect();
  } catch (error) {
    return { integrity: (error as Error).message };
  }
};

function thrownBy(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    return error as UserError;
  }
  throw new Error("nothing was thrown");
}

describe.skipIf(withoutCipher)("a restore under a key", () => {
  test("fills the live database, and whoever has it open sees what was restored", async () => {
    const file = newFile();
    const other = open(file, under(KEY));
    await addProject(other);
    const backup = await closedDatabase(join(file, "..", "backup.db"), under(KEY), 5);
    const { replaced } = await databaseFile(file, under(KEY)).restore(backup, FORCED);
    expect((await other.countProjects()).pending).toBe(5);
    expect(await addProject(other)).toMatchObject({ created: true });
    expect([projectsIn(file, under(KEY)), projectsIn(replaced!, under(KEY))]).toEqual([6, 1]);
    expect([shows(file), shows(`${file}-wal`), shows(replaced!)]).toEqual([false, false, false]);
    expect(modeOf(replaced!)).toBe("600");
    expect(databaseFile(file, under(KEY)).inspect()).toMatchObject({ integrity: "ok", schema: NEWEST });
  });

  test.each([true, false])(
    "takes a plain backup, and encrypts it on its way (a database is there: %s)",
    async (isThere) => {
      const file = newFile();
      if (isThere) await closedDatabase(file, under(KEY));
      const backup = await closedDatabase(join(file, "..", "backup.db"), plain, 3);
      await databaseFile(file, under(KEY)).restore(backup, FORCED);
      expect(projectsIn(file, under(KEY))).toBe(3);
      expect([shows(file), modeOf(file)]).toEqual([false, "600"]);
    },
  );

  test.each([KEY, null])("takes a backup under another key when it is given that (%s)", async (own) => {
    const file = await closedDatabase(newFile(), under(own));
    const backup = await closedDatabase(join(file, "..", "backup.db"), under(OTHER_KEY), 3);
    const database = databaseFile(file, own === null ? plain : under(own));
    await expect(database.restore(backup, FORCED)).rejects.toThrow(
      own ? `the key does not open ${backup}` : `${backup} is encrypted, and no key is set`,
    );
    expect(projectsIn(file, under(own))).toBe(1);
    await database.restore(backup, { ...FORCED, key: OTHER_KEY });
    expect(projectsIn(file, under(own))).toBe(3);
  });

  test("does not put a database aside that the settings do not fit", async () => {
    const file = await closedDatabase(newFile(), under(KEY));
    const backup = await closedDatabase(join(file, "..", "backup.db"), plain, 3);
    await expect(databaseFile(file, plain).restore(backup, FORCED)).rejects.toThrow("no key is set");
    await expect(databaseFile(file, under(OTHER_KEY)).restore(backup, FORCED)).rejects.toThrow(
      "the key does not open",
    );
    expect(projectsIn(file, under(KEY))).toBe(1);
    expect(besides(file)).toEqual(["backup.db", "transcron.db"]);
  });

  test("replaces a database whose first page is damaged, since the key opens the backup", async () => {
    const file = await closedDatabase(newFile(), under(KEY));
    const backup = await closedDatabase(join(file, "..", "backup.db"), under(KEY), 3);
    writeFileSync(file, readFileSync(file).fill(7, 100, 400));
    expect(thrownBy(() => openSqliteStore(file, under(KEY))).message).toContain("the key does not open");
    const { replaced } = await databaseFile(file, under(KEY)).restore(backup, FORCED);
    expect(projectsIn(file, under(KEY))).toBe(3);
    expect(existsSync(replaced!)).toBe(true);
  });

  test("makes a database that was missing", async () => {
    const file = newFile();
    const backup = await closedDatabase(join(file, "..", "backup.db"), under(KEY), 2);
    await databaseFile(file, under(KEY)).restore(backup, ONCE);
    expect(projectsIn(file, under(KEY))).toBe(2);
  });

  test("that is killed at any moment leaves a whole database: the old one or the new one", async () => {
    const file = await closedDatabase(newFile(), under(KEY), 3);
    const backup = await closedDatabase(join(file, "..", "backup.db"), under(KEY), 40);
    await killedWhile(
      file,
      `for (;;) await databaseFile(file, engine).restore(${JSON.stringify(backup)}, { now: 0, force: true });`,
      () => expect([3, 40]).toContain(projectsIn(file, under(KEY))),
    );
  });
});

describe.skipIf(withoutCipher)("another key", () => {
  const changes: [string, string | null, string | null][] = [
    ["encrypts", null, KEY],
    ["replaces a key", KEY, OTHER_KEY],
    ["decrypts", KEY, null],
  ];
  test.each(changes)("%s, and every row is still there", async (_, from, to) => {
    const file = await closedDatabase(newFile(), under(from), 4);
    await databaseFile(file, plain).rekey({ from, to });
    expect(projectsIn(file, under(to))).toBe(4);
    expect([shows(file), modeOf(file)]).toEqual([to === null, "600"]);
    expect(besides(file)).toEqual(["transcron.db"]);
    if (to !== null) expect(() => projectsIn(file, plain)).toThrow();
    const store = open(file, to === null ? plain : under(to));
    expect(await addProject(store)).toMatchObject({ created: true });
    expect(databaseFile(file, under(to)).inspect()).toMatchObject({ integrity: "ok", schema: NEWEST });
  });

  test("is refused while anybody has the database open, and nothing is changed", async () => {
    const file = newFile();
    const other = open(file, under(KEY));
    await addProject(other);
    const rekeying = databaseFile(file, plain).rekey({ from: KEY, to: OTHER_KEY });
    await expect(rekeying).rejects.toThrow(Transient);
    expect(await addProject(other)).toMatchObject({ created: true });
    expect(besides(file).filter((name) => name.includes("rekeying"))).toEqual([]);
    other.close();
    await databaseFile(file, plain).rekey({ from: KEY, to: OTHER_KEY });
    expect(projectsIn(file, under(OTHER_KEY))).toBe(2);
  });

  test("is refused where the present one is wrong", async () => {
    const file = await closedDatabase(newFile(), under(KEY));
    const rekey = (from: string | null) => databaseFile(file, plain).rekey({ from, to: OTHER_KEY });
    await expect(rekey(OTHER_KEY)).rejects.toThrow("the key does not open");
    await expect(rekey(null)).rejects.toThrow("is encrypted, and no key is set");
    expect(projectsIn(file, under(KEY))).toBe(1);
  });

  test("of a damaged database is refused, and the database stays", async () => {
    const file = await closedDatabase(newFile(), under(KEY), 3);
    const damaged = readFileSync(file).fill(7, 4096 * 3, 4096 * 5);
    writeFileSync(file, damaged);
    await expect(databaseFile(file, plain).rekey({ from: KEY, to: null })).rejects.toThrow(StoreDamaged);
    expect(besides(file)).toEqual(["transcron.db"]);
  });

  test("of a database that breaks its own rules is refused as damage", async () => {
    const file = await closedDatabase(newFile(), under(KEY));
    const connection = under(KEY).open(file);
    connection.pragma("ignore_check_constraints = on");
    connection.exec("update translation_projects set status = 'nowhere'");
    connection.close();
    await expect(databaseFile(file, plain).rekey({ from: KEY, to: OTHER_KEY })).rejects.toThrow(StoreDamaged);
    expect([besides(file), projectsIn(file, under(KEY))]).toEqual([["transcron.db"], 1]);
  });

  test("leaves nobody writing into the file it replaced: a late writer is sent back", async () => {
    const file = await closedDatabase(newFile(), under(KEY));
    await databaseFile(file, plain).rekey({ from: KEY, to: KEY }); // as it leaves it: without a log
    const late = under(KEY).open(file);
    onTestFinished(() => void late.close());
    const next = await closedDatabase(join(file, "..", "next.db"), under(KEY), 2);
    renameSync(next, file);
    expect(() => late.pragma("journal_mode = wal")).toThrow(
      expect.objectContaining({ code: "SQLITE_READONLY_DBMOVED" }),
    );
  });

  test("that is killed at any moment leaves a whole database under one key or the other", async () => {
    const file = await closedDatabase(newFile(), under(KEY), 90);
    await killedWhile(
      file,
      `for (let [from, to] = [key, other]; ; [from, to] = [to, from]) await databaseFile(file).rekey({ from, to });`,
      () => {
        expect(existsSync(file)).toBe(true);
        const opens = [KEY, OTHER_KEY].filter((key) => thrownOr(() => projectsIn(file, under(key))) === 90);
        expect(opens).toHaveLength(1);
        if (opens[0] === KEY) return undefined;
        return databaseFile(file, plain).rekey({ from: OTHER_KEY, to: KEY });
      },
    );
    await databaseFile(file, plain).rekey({ from: KEY, to: OTHER_KEY });
    expect(besides(file)).toEqual(["transcron.db"]); // what a kill left is gone with the next one
  });
});

function thrownOr<Result>(work: () => Result): Result | Error {
  try {
    return work();
  } catch (error) {
    return error as Error;
  }
}

/** Kills a process that does this over and over, some times, each a little later. */
async function killedWhile(file: string, work: string, check: () => unknown) {
  const program = `
    import { databaseFile, engineFor } from ${JSON.stringify(STORE)};
    const [file, key, other] = process.argv.slice(1);
    const engine = await engineFor(key);
    console.log("begins");
    ${work}`;
  for (let kill = 0; kill < 6; kill++) {
    const args = ["--input-type=module", "-e", program, file, KEY, OTHER_KEY];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const ended = new Promise((done) => child.on("exit", done));
    await new Promise((begun) => child.stdout.once("data", begun));
    for (let step = 0; step < 40 * (kill + 1); step++) await new Promise((done) => setImmediate(done));
    child.kill("SIGKILL");
    await ended;
    await check();
  }
}
