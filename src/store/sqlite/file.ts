import { closeSync, existsSync, openSync, rmSync, statSync } from "node:fs";
import { NoDatabase } from "../../errors.js";
import type { DatabaseHealth } from "../database.js";
import { refuseEmpty } from "./create.js";
import type { Connection } from "./driver.js";
import type { Engine, Opening } from "./engine.js";
import { BUSY_TIMEOUT_MS, NEWEST } from "./open.js";

/** Opens a database without migrating it. Throws NoDatabase if there is none, StoreDamaged for one of no bytes. */
export function connect(path: string, engine: Engine, opening: Opening = {}): Connection {
  if (!existsSync(path)) throw new NoDatabase(`there is no database ${path}`);
  refuseEmpty(path);
  return engine.open(path, { ...opening, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
}

export function connected<Result>(
  path: string,
  engine: Engine,
  work: (connection: Connection) => Result,
): Result {
  const connection = connect(path, engine);
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** What opening throws, or how the database is. */
export const inspect = (path: string, engine: Engine): DatabaseHealth =>
  connected(path, engine, (connection) => {
    const rows = connection.pragma("quick_check(3)") as { quick_check: string }[];
    return {
      engine: `SQLite ${connection.prepare<[], string>("select sqlite_version()").pluck().get()}`,
      encrypted: engine.key !== null,
      schema: connection.pragma("user_version", { simple: true }) as number,
      newest: NEWEST,
      integrity: rows.map(({ quick_check }) => quick_check).join("; "),
      bytes: sizeOf(path),
      walBytes: sizeOf(`${path}-wal`),
    };
  });

/** Copies a database consistently, also its log, under the same key. The copy is private before anything is in it. */
export const copyTo = (path: string, to: string, engine: Engine): void =>
  connected(path, engine, (connection) => writeCopy(connection, to));

/** What could not be copied as a whole leaves nothing behind. */
export function writeCopy(connection: Connection, to: string): void {
  closeSync(openSync(to, "wx", 0o600));
  try {
    connection.prepare("vacuum into ?").run(to);
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}
