import type { Db } from "./db.js";
import { foldLog } from "./fold-log.js";

/**
 * What is deleted or replaced stays in the free places of its pages, in free pages and in the write-ahead log. SQLite's
 * `secure_delete` would reach only what is deleted from now on; a database that is written anew has no such places.
 */
export function eraseTraces(db: Db): boolean {
  db.exec("vacuum");
  foldLog(db);
  return isLogEmpty(db);
}

/** Folds once more, which tells whether a reader still needs the log: then it was not emptied. */
function isLogEmpty(db: Db): boolean {
  const busy = db.pragma("wal_checkpoint(truncate)") as number;
  return busy === 0;
}
