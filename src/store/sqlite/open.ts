import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UpgradeBlocked, UserError } from "../../errors.js";
import { createIfMissing } from "./create.js";
import { Db } from "./db.js";
import { type Engine, plain } from "./engine.js";

const MIGRATIONS = fileURLToPath(new URL("../../../sql/", import.meta.url));

/** The first version without the fault that could corrupt a database when a WAL is reset (sqlite.org/wal.html). */
const SAFE_SQLITE = [3, 51, 3];

/** Waiting for another writer blocks the event loop, so it stays below the lock file's stale time. */
export const BUSY_TIMEOUT_MS = 5000;

/** The schema this program is written for; a test compares it with the files in sql/. */
export const NEWEST = 15;

/**
 * Opens the database, making and migrating it if need be. Takes no write lock on one that is up to date, so that a
 * reading command never waits for a writer. Throws UserError if it is newer than this program.
 */
export function openDatabase(file: string, engine: Engine = plain): Db {
  if (file !== ":memory:") createIfMissing(file, engine);
  const connection = engine.open(file, { timeout: BUSY_TIMEOUT_MS });
  const db = new Db(connection);
  try {
    assertSafeVersion(db);
    if (db.pragma("journal_mode") !== "wal") db.pragma("journal_mode = wal");
    db.pragma("foreign_keys = on");
    db.pragma("journal_size_limit = 67108864");
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function assertSafeVersion(db: Db) {
  const version = db.value<string>("select sqlite_version()")!;
  const parts = version.split(".").map(Number);
  for (const [index, least] of SAFE_SQLITE.entries()) {
    if (parts[index]! > least) return;
    if (parts[index]! < least) break;
    if (index === SAFE_SQLITE.length - 1) return;
  }
  throw new UserError(
    `SQLite ${version} can corrupt a database that several processes write`,
    `install better-sqlite3 with SQLite ${SAFE_SQLITE.join(".")} or newer`,
  );
}

/** The migrations in sql/, in order; the number is the schema version they lead to. */
export function migrations(): { version: number; file: string }[] {
  return readdirSync(MIGRATIONS)
    .flatMap((file) => (/^\d{3}_.*\.sql$/.test(file) ? [{ version: Number(file.slice(0, 3)), file }] : []))
    .sort((a, b) => a.version - b.version);
}

const schemaVersion = (db: Db) => db.pragma("user_version") as number;

function migrate(db: Db) {
  const known = schemaVersion(db);
  refuseNewer(known);
  if (known === NEWEST) return;
  // The version is read again inside: of two processes that migrate at once, one waits and finds it done.
  db.transaction(() => {
    const current = schemaVersion(db);
    refuseNewer(current);
    for (const { version, file } of migrations()) {
      if (version <= current) continue;
      runMigration(db, file);
      db.pragma(`user_version = ${version}`);
    }
  });
}

/** A view or trigger that somebody added may stand in the way; SQLite's message names it. */
function runMigration(db: Db, file: string) {
  try {
    db.exec(readFileSync(`${MIGRATIONS}${file}`, "utf8"));
  } catch (error) {
    if ((error as { code?: string }).code !== "SQLITE_ERROR") throw error;
    throw new UpgradeBlocked(`the database can't be upgraded (${file}): ${(error as Error).message}`);
  }
}

function refuseNewer(version: number) {
  if (version <= NEWEST) return;
  throw new UserError(
    `the database has schema ${version}, this transcron knows ${NEWEST}`,
    "upgrade transcron, or restore a backup of that time",
  );
}
