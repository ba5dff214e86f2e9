import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { toUtcText } from "../../core/time.js";
import { StoreDamaged, UserError } from "../../errors.js";
import type { DatabaseFile, DatabaseHealth } from "../database.js";
import { refuseEmpty } from "./create.js";
import Driver, { type Connection } from "./driver.js";
import { meaningOf, translateErrors } from "./errors.js";
import { BUSY_TIMEOUT_MS, NEWEST } from "./open.js";

/** The database as a file: looked at without migrating it, copied, and replaced as a whole. */
export const databaseFile = (path: string): DatabaseFile => ({
  path,
  inspect: () => translateErrors(() => inspect(path)),
  backup: (to) => translateErrors(() => backup(path, to)),
  restore: (backup, options) => translateErrors(() => restore(path, backup, options)),
  checkpoint: () =>
    translateErrors(() =>
      connected(path, (connection) => void connection.pragma("wal_checkpoint(truncate)")),
    ),
});

function connected<Result>(path: string, work: (connection: Connection) => Result): Result {
  refuseEmpty(path);
  const connection = new Driver(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const inspect = (path: string): DatabaseHealth =>
  connected(path, (connection) => {
    const rows = connection.pragma("quick_check(3)") as { quick_check: string }[];
    return {
      engine: `SQLite ${connection.prepare<[], string>("select sqlite_version()").pluck().get()}`,
      schema: connection.pragma("user_version", { simple: true }) as number,
      newest: NEWEST,
      integrity: rows.map(({ quick_check }) => quick_check).join("; "),
      bytes: sizeOf(path),
      walBytes: sizeOf(`${path}-wal`),
    };
  });

/** The copy takes the mode of the file it fills, so it is made private before anything is in it. */
function backup(path: string, to: string) {
  refuseEmpty(path);
  closeSync(openSync(to, "wx", 0o600));
  connected(path, (connection) => void connection.prepare("vacuum into ?").run(to));
}

function restore(path: string, backup: string, { now, force }: { now: number; force: boolean }) {
  refuseNoBackup(backup);
  const exists = existsSync(path);
  if (exists && !force) {
    throw new UserError(`${path} is there`, "restore over it with --force; the old one is kept beside it");
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const copy = `${path}.restoring`;
  copyFileSync(backup, copy);
  chmodSync(copy, 0o600);
  const replaced = exists ? freeName(`${path}.before-${toUtcText(now).replace(/[- :]/g, "")}`) : null;
  if (replaced) {
    renameSync(path, replaced);
    // The log belongs to the old file: what is in it goes with it, and must not be played into the new one.
    for (const part of ["-wal", "-shm"]) {
      if (existsSync(path + part)) renameSync(path + part, replaced + part);
    }
  }
  renameSync(copy, path);
  for (const part of ["-wal", "-shm"]) rmSync(path + part, { force: true });
  return { replaced };
}

function refuseNoBackup(backup: string) {
  if (!existsSync(backup)) throw new UserError(`no such backup: ${backup}`);
  const { integrity, schema, newest } = inspectBackup(backup);
  if (integrity !== "ok") throw new UserError(`${backup} is damaged: ${integrity}`, "use another backup");
  if (schema === 0) throw new UserError(`${backup} is no backup of transcron`);
  if (schema > newest) {
    throw new UserError(
      `${backup} has schema ${schema}, this transcron knows ${newest}`,
      "upgrade transcron",
    );
  }
}

/** What is wrong with a backup is said of the backup, not of the database. */
function inspectBackup(backup: string): DatabaseHealth {
  try {
    return inspect(backup);
  } catch (error) {
    const meaning = meaningOf(error);
    if (!(meaning instanceof StoreDamaged)) throw error;
    throw new UserError(`${backup} is damaged: ${(error as Error).message}`, "use another backup");
  }
}

/** Two restores in one second must not replace what the first kept. */
function freeName(wanted: string): string {
  let name = wanted;
  for (let count = 2; existsSync(name); count++) name = `${wanted}-${count}`;
  return name;
}
