import { BUSY_TIMEOUT_MS } from "./open.js";

/**
 * Folds the write-ahead log back into the database and empties it. Nobody waits for it, and it waits for nobody: most
 * of the log is folded beside the writers, the rest only if nobody reads or writes just then.
 */
export function foldLog(connection: { pragma(text: string): unknown }): void {
  connection.pragma("wal_checkpoint(passive)");
  // A checkpoint that waits for a reader keeps the writers out meanwhile.
  connection.pragma("busy_timeout = 0");
  try {
    connection.pragma("wal_checkpoint(truncate)");
  } finally {
    connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}
