import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { StoreDamaged } from "../../errors.js";
import type { Connection } from "./driver.js";
import type { Engine } from "./engine.js";
import { connect, connected, writeCopy } from "./file.js";

/**
 * Writes the database anew under another key, or under none, and puts that in its place once it is seen to hold the
 * same. Nobody else may have it open, and nobody gets in meanwhile; whoever waits to write finds that the file has
 * moved. Killed at any moment it leaves a whole database under one key or the other. Both engines are of one driver,
 * since a driver knows nothing of the locks another one holds in the same process.
 */
export function rekey(path: string, from: Engine, to: Engine): void {
  const copy = `${path}.rekeying`;
  removeCopy(copy);
  const old = connect(path, from, { alone: true });
  try {
    // Refused while anybody else has it open. Without a log all is in the one file, and a late writer must ask for it.
    old.pragma("journal_mode = delete");
    // Done with, and kept for the next write of a connection that is alone: there is none.
    rmSync(`${path}-journal`, { force: true });
    writeCopy(old, copy);
    changeKey(copy, from, to);
    connected(copy, to, (connection) => refuseUnlessSame(old, connection));
    sync(copy);
    renameSync(copy, path);
    sync(dirname(path));
  } finally {
    old.close();
    removeCopy(copy);
  }
}

/** Gives a database that nobody uses yet another key; null of both means none. */
export const changeKey = (path: string, from: Engine, to: Engine): void =>
  connected(path, from, (connection) => void connection.pragma(`rekey = '${to.passphrase}'`));

function removeCopy(copy: string): void {
  for (const part of ["", "-journal"]) rmSync(copy + part, { force: true });
}

function refuseUnlessSame(old: Connection, copy: Connection): void {
  const integrity = copy.pragma("integrity_check(3)", { simple: true });
  if (integrity !== "ok")
    throw new StoreDamaged(`the database is damaged, and was not changed: ${integrity}`);
  const same = JSON.stringify(rowsOf(old)) === JSON.stringify(rowsOf(copy));
  if (!same) throw new Error("the copy under the new key does not hold the same; nothing was changed");
}

/** How many rows each table has. */
function rowsOf(connection: Connection): [string, number][] {
  const tables = connection
    .prepare<[], string>("select name from sqlite_master where type = 'table' order by name")
    .pluck()
    .all();
  return tables.map((table) => {
    const counting = connection.prepare<[], number>(`select count(*) from "${table.replaceAll('"', '""')}"`);
    return [table, counting.pluck().get()!];
  });
}

function sync(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
