import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { toUtcText } from "../../core/time.js";
import { UserError } from "../../errors.js";
import type { DatabaseFile } from "../store.js";
import { NEWEST, schemaVersion } from "./open.js";

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** The database as a file: looked at without migrating it, and replaced as a whole. */
export function databaseFile(path: string): DatabaseFile {
  return {
    path,
    inspect: () => ({ ...check(path), newest: NEWEST, bytes: sizeOf(path), walBytes: sizeOf(`${path}-wal`) }),
    restore(backup, now, force) {
      if (!existsSync(backup)) throw new UserError(`no such backup: ${backup}`);
      const { integrity, schema } = check(backup);
      if (integrity !== "ok") throw new UserError(`${backup} is damaged: ${integrity}`, "use another backup");
      if (schema === 0) throw new UserError(`${backup} is no backup of transcron`);
      if (schema > NEWEST)
        throw new UserError(
          `${backup} has schema ${schema}, this transcron knows ${NEWEST}`,
          "upgrade transcron",
        );
      const exists = existsSync(path);
      if (exists && !force) {
        throw new UserError(
          `${path} is there`,
          "restore over it with --force; the old one is kept beside it",
        );
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
    },
  };
}

/** Two restores in one second must not replace what the first kept. */
function freeName(wanted: string): string {
  let name = wanted;
  for (let count = 2; existsSync(name); count++) name = `${wanted}-${count}`;
  return name;
}

function check(path: string): { sqlite: string; schema: number; integrity: string } {
  const db = new Database(path, { fileMustExist: true, timeout: 5000 });
  try {
    const rows = db.pragma("quick_check(3)") as { quick_check: string }[];
    return {
      sqlite: db.prepare<[], string>("select sqlite_version()").pluck().get()!,
      schema: schemaVersion(db),
      integrity: rows.map(({ quick_check }) => quick_check).join("; "),
    };
  } finally {
    db.close();
  }
}
