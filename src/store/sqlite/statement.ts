import { StatementWrites, UserError } from "../../errors.js";
import type { Answered, Cell } from "../database.js";
import type { Connection } from "./driver.js";
import type { Engine } from "./engine.js";
import { meaningOf } from "./errors.js";
import { connected } from "./file.js";

/**
 * Runs one statement of the owner's on a database, as it is: nothing is migrated. Throws UserError for a statement
 * that is wrong, and StatementWrites for one that writes and may not.
 */
export const answer = (
  path: string,
  engine: Engine,
  { statement, write }: { statement: string; write: boolean },
): Answered =>
  connected(path, engine, (connection) => {
    if (!write) connection.pragma("query_only = on");
    try {
      return run(connection, statement);
    } catch (error) {
      throw reasonFor(error, write);
    }
  });

function run(connection: Connection, statement: string): Answered {
  const prepared = connection.prepare<[], unknown[]>(statement);
  const before = changesOf(connection);
  if (!prepared.reader) return { columns: [], rows: [], changed: prepared.run().changes };
  const columns = prepared.columns().map(({ name }) => name);
  const rows = prepared.safeIntegers().raw().all();
  return { columns, rows: rows.map((row) => row.map(cellOf)), changed: changesOf(connection) - before };
}

/** Also what a statement with `returning` changed. */
const changesOf = (connection: Connection) =>
  connection.prepare<[], number>("select total_changes()").pluck().get()!;

/** Integers that JSON can't hold become texts, and bytes are written as SQL writes them. */
function cellOf(value: unknown): Cell {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  return Buffer.isBuffer(value) ? `x'${value.toString("hex")}'` : (value as Cell);
}

/** What SQLite has no word for in the table of errors is a mistake in the statement. */
function reasonFor(error: unknown, write: boolean): unknown {
  const { code, message } = error as { code?: string; message: string };
  if (code === "SQLITE_READONLY" && !write) return new StatementWrites("this statement writes");
  return meaningOf(error) === error ? new UserError(`the statement failed: ${message}`) : error;
}
