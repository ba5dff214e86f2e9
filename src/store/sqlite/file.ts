import { closeSync, openSync, statSync } from "node:fs";
import type { DatabaseHealth } from "../database.js";
import { refuseEmpty } from "./create.js";
import Driver, { type Connection } from "./driver.js";
import { BUSY_TIMEOUT_MS, NEWEST } from "./open.js";

/** Opens a database that is there, without migrating it. Throws StoreDamaged for one of no bytes. */
export function connect(path: string): Connection {
  refuseEmpty(path);
  return new Driver(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
}

export function connected<Result>(path: string, work: (connection: Connection) => Result): Result {
  const connection = connect(path);
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** What opening throws, or how the database is. */
export const inspect = (path: string): DatabaseHealth =>
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

/** Copies a database consistently, also its log. The copy is private before anything is in it. */
export const copyTo = (path: string, to: string): void =>
  connected(path, (connection) => {
    closeSync(openSync(to, "wx", 0o600));
    connection.prepare("vacuum into ?").run(to);
  });
