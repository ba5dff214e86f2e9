import type { Connection } from "./driver.js";

interface Part {
  type: "table" | "index" | "trigger" | "view";
  name: string;
  sql: string;
}

/** What SQLite keeps for itself follows from the rest, but for the counters of `autoincrement`. */
const partsOf = (connection: Connection, schema: string) =>
  connection
    .prepare<[], Part>(
      `select type, name, sql from ${schema}.sqlite_master
       where name not like 'sqlite~_%' escape '~' and sql is not null order by rowid`,
    )
    .all();

/**
 * Puts in place of everything a database holds what another one holds that is attached to the same connection, within
 * the transaction that is open and with foreign keys off. Both may be under keys of their own.
 */
export function replaceContents(connection: Connection, from: string): void {
  for (const { type, name } of partsOf(connection, "main").reverse()) {
    connection.exec(`drop ${type} if exists main.${quoted(name)}`); // what stood on a table went with it
  }
  const parts = partsOf(connection, from);
  const tables = parts.filter(({ type }) => type === "table");
  for (const { sql } of tables) connection.exec(sql);
  for (const { name } of tables) copyRows(connection, from, name);
  copyCounters(connection, from);
  // After the rows: triggers must not see them come, and indexes are built faster at once.
  for (const { sql } of parts.filter(({ type }) => type !== "table")) connection.exec(sql);
  const version = connection.pragma(`${from}.user_version`, { simple: true });
  connection.pragma(`main.user_version = ${version}`);
}

function copyRows(connection: Connection, from: string, table: string): void {
  const columns = connection
    .prepare<[string, string], string>(
      "select name from pragma_table_xinfo(?, ?) where hidden = 0", // no generated ones
    )
    .pluck()
    .all(table, from)
    .map(quoted)
    .join(", ");
  connection.exec(
    `insert into main.${quoted(table)} (${columns}) select ${columns} from ${from}.${quoted(table)}`,
  );
}

function copyCounters(connection: Connection, from: string): void {
  const has = (schema: string) =>
    connection.prepare(`select 1 from ${schema}.sqlite_master where name = 'sqlite_sequence'`).get() !==
    undefined;
  if (!has("main")) return;
  connection.exec("delete from main.sqlite_sequence");
  if (has(from)) connection.exec(`insert into main.sqlite_sequence select * from ${from}.sqlite_sequence`);
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
