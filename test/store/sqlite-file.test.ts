import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { StoreDamaged, Transient, UserError } from "../../src/errors.js";
import { asks } from "../../src/store/sqlite/asks.js";
import { createIfMissing } from "../../src/store/sqlite/create.js";
import { Db } from "../../src/store/sqlite/db.js";
import { deliveries } from "../../src/store/sqlite/deliveries.js";
import { doubtfulLines } from "../../src/store/sqlite/doubtful-lines.js";
import Database from "../../src/store/sqlite/driver.js";
import { databaseFile, openSqliteStore } from "../../src/store/sqlite/index.js";
import { lines } from "../../src/store/sqlite/lines.js";
import { migrations, NEWEST, openDatabase } from "../../src/store/sqlite/open.js";
import { projects } from "../../src/store/sqlite/projects.js";
import { queue } from "../../src/store/sqlite/queue.js";
import {
  addAndTake,
  addProject,
  batch,
  completed,
  givingBack,
  rescuing,
  START,
  scratch,
  wish,
} from "./support.js";

/** As built: `npm test` builds it first. */
const STORE = fileURLToPath(new URL("../../dist/store/sqlite/index.js", import.meta.url));

const newFile = () => join(scratch(), "transcron.db");

function open(file: string) {
  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  return store;
}

function openDb(file: string): Db {
  const db = openDatabase(file);
  onTestFinished(() => db.close());
  return db;
}

/** Another connection, as another process has it. */
function connect(file: string, options: ConstructorParameters<typeof Database>[1] = {}) {
  const connection = new Database(file, options);
  onTestFinished(() => void connection.close());
  return connection;
}

interface Step {
  detail: string;
}

const FULL = 2;
const NORMAL = 1;

const synchronous = (db: Db) => db.pragma("synchronous");

const note = (db: Db) =>
  db.run("insert into control (name, value, changed_at) values (hex(randomblob(8)), '', '')");

test("writes survive a power cut, unless they are made lightly, and again after that", () => {
  const db = openDb(newFile());
  const durabilities = () => {
    note(db);
    const single = synchronous(db);
    return [
      single,
      db.transaction(() => {
        note(db);
        return synchronous(db);
      }),
    ];
  };
  expect(durabilities()).toEqual([FULL, FULL]);
  expect(db.lightly(durabilities)).toEqual([NORMAL, NORMAL]);
  expect(durabilities()).toEqual([FULL, FULL]);
});

test("a light write that fails leaves the next one durable", () => {
  const db = openDb(newFile());
  expect(() => db.lightly(() => db.run("insert into control (name) values (null)"))).toThrow("NOT NULL");
  note(db);
  expect(synchronous(db)).toBe(FULL);
});

test("a write that returns rows is as durable as one that does not", () => {
  const db = openDb(newFile());
  const returning = "insert into ticks values (null, '', 1, '', '', '', 0, 0, 0, 0, null) returning id";
  for (const write of [() => db.value(returning), () => db.get(returning), () => db.all(returning)]) {
    db.lightly(() => note(db));
    write();
    expect(synchronous(db)).toBe(FULL);
  }
});

test("what was paid for is durable; claims and leases, which cost nothing to lose, are not", async () => {
  const file = newFile();
  await addProject(open(file));
  const db = openDb(file);
  const project = (await queue(db).claim("translation", wish()))!;
  expect(synchronous(db)).toBe(NORMAL);
  await queue(db).renew(project, START);
  expect(synchronous(db)).toBe(NORMAL);
  await lines(db).saveBatch(project, batch([0]));
  expect(synchronous(db)).toBe(FULL);
});

test("readers and a writer don't wait for each other: every database is in WAL mode", () => {
  const file = newFile();
  for (let opened = 0; opened < 2; opened++) expect(openDb(file).pragma("journal_mode")).toBe("wal");
});

test("the space of what is deleted can be given back", () => {
  expect(openDb(newFile()).pragma("auto_vacuum")).toBe(2);
});

test("the database is nobody else's: 0600, its log too", () => {
  const file = newFile();
  open(file);
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  expect([mode(file), mode(`${file}-wal`)]).toEqual(["600", "600"]);
});

test("a database of a newer transcron is refused with both numbers", () => {
  const file = newFile();
  openDb(file).pragma(`user_version = ${NEWEST + 7}`);
  expect(() => openSqliteStore(file)).toThrow(UserError);
  expect(() => openSqliteStore(file)).toThrow(`schema ${NEWEST + 7}, this transcron knows ${NEWEST}`);
});

test("the program knows the newest migration", () => {
  expect(migrations().map(({ version }) => version)).toEqual(
    Array.from({ length: NEWEST }, (_, index) => index + 1),
  );
});

test("opening and reading take no write lock, so that an idle tick never waits for a writer", async () => {
  const file = newFile();
  await completed(open(file));
  await addAndTake(open(file));
  const writer = connect(file);
  writer.exec("begin immediate");
  const store = open(file);
  const period = { since: 0, limit: 10 };
  const reading = [
    () => store.selectProjects({ limit: 10 }),
    () => store.stats({ since: 0, liveSince: 0 }),
    () => store.listProblems(period),
    () => store.listAudit(period),
    () => store.control(),
    () => store.endpointState("p"),
    () => store.leases(),
    () => store.kindsDue(START),
    () => store.dueNotices(START),
    () => store.hasDeliveries(START),
    () => store.rescue(rescuing()),
    () => store.sweepWorkers(() => true),
    () => store.leave("host:1:1"),
  ];
  for (const read of reading) await read();
  expect(writer.inTransaction).toBe(true);
});

test("a write while another process holds the database throws Transient, and may be made again", async () => {
  const file = newFile();
  const store = open(file);
  const writer = connect(file);
  writer.exec("begin immediate");
  await expect(addProject(store)).rejects.toBeInstanceOf(Transient);
  writer.exec("rollback");
  expect(await addProject(store)).toMatchObject({ created: true });
});

test("a file that is no database is told as damaged, not as a bug", () => {
  const file = newFile();
  writeFileSync(file, "no database at all ".repeat(1000));
  expect(() => openSqliteStore(file)).toThrow(StoreDamaged);
});

test("a database of no bytes is not taken for a new one, and stays as it is", () => {
  const file = newFile();
  writeFileSync(file, "");
  expect(() => openSqliteStore(file)).toThrow(StoreDamaged);
  expect(() => openSqliteStore(file)).toThrow(`${file} is empty`);
  expect(() => databaseFile(file).inspect()).toThrow(StoreDamaged);
  expect(() => databaseFile(file).backup(`${file}.backup`)).toThrow(StoreDamaged);
  expect([statSync(file).size, existsSync(`${file}.backup`)]).toEqual([0, false]);
});

test("of processes that are first at once, one makes the database and none finds it empty", async () => {
  const file = newFile();
  const program = `import { openSqliteStore } from ${JSON.stringify(STORE)}; openSqliteStore(process.argv[1]).close();`;
  const first = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", program, file], { stdio: "inherit" }),
  );
  const codes = await Promise.all(first.map((child) => new Promise((done) => child.on("exit", done))));
  expect(codes).toEqual(codes.map(() => 0));
  // Of two that close at the same moment neither is the last, and then the log stays for the next.
  openSqliteStore(file).close();
  expect(readdirSync(dirname(file))).toEqual(["transcron.db"]);
  expect(openDb(file).pragma("auto_vacuum")).toBe(2);
});

test("a database that its maker did not come to fill is filled by the next", async () => {
  const file = newFile();
  createIfMissing(file);
  expect(statSync(file).size).toBeGreaterThan(0);
  expect(await addProject(open(file))).toMatchObject({ created: true });
});

test("a database with damaged pages is told as damaged, not as a bug", async () => {
  const file = newFile();
  const store = openSqliteStore(file);
  await addProject(store, { lines: 500 });
  store.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, 4096));
  await expect(async () => open(file).selectProjects({ limit: 10 })).rejects.toThrow(StoreDamaged);
});

test("claims of several connections at once never take the same project", async () => {
  const file = newFile();
  const stores = Array.from({ length: 4 }, () => open(file));
  for (let count = 0; count < 20; count++) await addProject(stores[0]!);
  const lanes = [{ name: "normal", places: 100, workers: 100 }];
  const claims = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      stores[index % 4]!.claim("translation", wish({ lanes, capacity: 100 })),
    ),
  );
  const ids = claims.flatMap((claimed) => (claimed ? [claimed.id] : []));
  expect([ids.length, new Set(ids).size]).toEqual([20, 20]);
});

test("a lease that was given back while a rescue looked is not taken", async () => {
  const file = newFile();
  const [store, other] = [open(file), open(file)];
  const project = await addAndTake(store);
  const isDead = () => {
    void other.giveBack(project, givingBack({ counted: false })); // done before it returns
    return true;
  };
  expect(await store.rescue(rescuing({ isDead }))).toEqual([]);
  expect(await store.showProject(project.id)).toMatchObject({ waitReason: "timeout", errors: [] });
});

test("claims, leases, asks and deliveries are found by index, however many projects there are", async () => {
  const file = newFile();
  const { id } = await addProject(open(file));
  const said: string[] = [];
  const connection = connect(file, { verbose: (sql) => void said.push(String(sql)) });
  const db = new Db(connection);
  await queue(db).claim("translation", wish({ lanes: [] }));
  const project = await queue(db).claim("translation", wish({ ids: [id] }));
  await queue(db).leases();
  await queue(db).kindsDue(START);
  await asks(db).openAsks(project!, "openai m");
  await deliveries(db).hasDeliveries(START);
  await projects(db).idsBeginning("trans_");

  const statements = said.filter((sql) => !/^pragma/i.test(sql));
  const plans = statements.map((sql) => connection.prepare(`explain query plan ${sql}`).all() as Step[]);
  const steps = plans.flat().map(({ detail }) => detail);
  expect(plans).toHaveLength(13);
  expect(steps).toContain("SEARCH w USING INDEX projects_due (lane=?)");
  expect(steps).toContain("SEARCH asks USING INDEX asks_version (version_id=?)");
  // A partial index holds only what is pending, in work or to be delivered: that may be read as a whole.
  const partial =
    /INDEX (projects|audio|jobs)_(due|leases|to_deliver)|VIRTUAL TABLE|CONSTANT ROW|^SCAN (live|work_in_progress)$/;
  expect(steps.filter((step) => step.startsWith("SCAN") && !partial.test(step))).toEqual([]);
});

test("a review of everything reads only lines with marks, in the order in which they are wanted", () => {
  const file = newFile();
  openDb(file);
  const said: string[] = [];
  const connection = connect(file, { verbose: (sql) => void said.push(String(sql)) });
  doubtfulLines(new Db(connection), { limit: 5, besides: ["fast"] });
  const [statement] = said.filter((sql) => !/^pragma/i.test(sql));
  const plan = connection.prepare(`explain query plan ${statement}`).all() as { detail: string }[];
  const steps = plan.map(({ detail }) => detail);
  expect(steps[0]).toBe("SCAN t USING INDEX translations_marked");
  expect(steps.filter((step) => /^SCAN (?!t |json_each)|TEMP B-TREE/.test(step))).toEqual([]);
});
