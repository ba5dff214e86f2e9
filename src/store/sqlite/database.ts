import type { DatabaseFile } from "../database.js";
import { meaningOf, translateErrors } from "./errors.js";
import { connected, copyTo, inspect } from "./file.js";
import { restore } from "./restore.js";

/** The database as a file: looked at without migrating it, copied, and replaced as a whole. */
export const databaseFile = (path: string): DatabaseFile => ({
  path,
  inspect: () => translateErrors(() => inspect(path)),
  backup: (to) => translateErrors(() => copyTo(path, to)),
  restore: (backup, options) =>
    restore(path, backup, options).catch((error: unknown) => {
      throw meaningOf(error);
    }),
  checkpoint: () =>
    translateErrors(() =>
      connected(path, (connection) => void connection.pragma("wal_checkpoint(truncate)")),
    ),
});
