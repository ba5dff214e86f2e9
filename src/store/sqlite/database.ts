import type { DatabaseFile } from "../database.js";
import { type Engine, engines, plain } from "./engine.js";
import { meaningOf, translateErrors } from "./errors.js";
import { connected, copyTo, inspect } from "./file.js";
import { foldLog } from "./fold-log.js";
import { rekey } from "./rekey.js";
import { restore } from "./restore.js";
import { answer } from "./statement.js";

/** The database as a file: looked at without migrating it, copied, and replaced as a whole. */
export const databaseFile = (path: string, engine: Engine = plain): DatabaseFile => ({
  path,
  inspect: () => translateErrors(() => inspect(path, engine)),
  backup: (to) => translateErrors(() => copyTo(path, to, engine)),
  restore: (backup, options) =>
    restore(path, engine, { backup, ...options }).catch((error: unknown) => {
      throw meaningOf(error);
    }),
  rekey: async ({ from, to }) => {
    const under = await engines();
    translateErrors(() => rekey(path, under(from), under(to)));
  },
  answer: (statement, options) => translateErrors(() => answer(path, engine, { statement, ...options })),
  checkpoint: () => translateErrors(() => connected(path, engine, foldLog)),
});
