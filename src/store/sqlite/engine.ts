import { closeSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import type Database from "better-sqlite3";
import { NotEncrypted, UserError } from "../../errors.js";
import Driver, { type Connection } from "./driver.js";

/** What opens the files of a database: plain ones, or those under one key. */
export interface Engine {
  /** 64 hexadecimal characters; null for plain files. */
  key: string | null;
  /** The key as `attach … key` takes it; empty for plain files. */
  passphrase: string;
  /** Opens a file and reads its first page. Throws UserError where the key, or its absence, does not fit the file. */
  open(file: string, options?: Opening): Connection;
}

export interface Opening extends Database.Options {
  /** Takes the whole file for this connection, as soon as it writes. */
  alone?: boolean;
}

/** A key that fits no page: another one encrypted the file, or its first page is damaged. */
export class WrongKey extends UserError {}

/** A file that is encrypted, and no key to open it. */
export class NoKey extends UserError {}

/** A cipher that is named stays the same whatever a later version of the driver takes by default. */
const CIPHER = "chacha20";

const ENCRYPTING = "better-sqlite3-multiple-ciphers";

export const plain: Engine = engineOf(Driver, null);

/** The engine for a key of 64 hexadecimal characters; for null that of plain files. */
export async function engineFor(key: string | null): Promise<Engine> {
  return key === null ? plain : (await engines())(key);
}

/** The engines of the driver that can encrypt, which can open plain files too. Throws UserError if it is missing. */
export async function engines(): Promise<(key: string | null) => Engine> {
  refuseOtherThan(wantedMajor());
  const { default: Encrypting } = await import("better-sqlite3-multiple-ciphers");
  return (key) => engineOf(Encrypting, key);
}

/** As with the plain driver: from 13 on it crashes Node 20, and up to 12 it aborts newer ones. */
const wantedMajor = () => (Number(process.versions.node.split(".")[0]) >= 22 ? 13 : 12);

/** The version is read before the package is loaded: loading the wrong one ends the process. */
function refuseOtherThan(wanted: number): void {
  const version = installedVersion();
  if (version !== undefined && Number(version.split(".")[0]) === wanted) return;
  throw new UserError(
    version === undefined
      ? `an encrypted database needs the package ${ENCRYPTING}, which is not installed`
      : `${ENCRYPTING} ${version} does not run on Node ${process.versions.node}`,
    `npm install ${ENCRYPTING}@${wanted} (with -g if transcron was installed with -g)`,
  );
}

function installedVersion(): string | undefined {
  try {
    return createRequire(import.meta.url)(`${ENCRYPTING}/package.json`).version;
  } catch {
    return undefined;
  }
}

function engineOf(Opener: typeof Driver, key: string | null): Engine {
  const passphrase = key === null ? "" : `raw:${key}`;
  return {
    key,
    passphrase,
    open(file, { alone = false, ...options } = {}) {
      const connection = new Opener(file, options);
      try {
        if (Opener !== Driver) prepare(connection, passphrase);
        if (alone) connection.pragma("locking_mode = exclusive");
        connection.pragma("schema_version");
        return connection;
      } catch (error) {
        connection.close();
        throw reasonFor(error, file, key);
      }
    },
  };
}

/** Temporary files are never encrypted, so nothing may go into one. */
function prepare(connection: Connection, passphrase: string): void {
  connection.pragma("temp_store = memory");
  connection.pragma(`cipher = '${CIPHER}'`);
  if (passphrase) connection.pragma(`key = '${passphrase}'`);
}

/** SQLite says of each of these that the file is no database, for which a restore would be the worst advice. */
function reasonFor(error: unknown, file: string, key: string | null): unknown {
  if ((error as { code?: string }).code !== "SQLITE_NOTADB") return error;
  const form = formOf(file);
  if (form === "plain" && key !== null) {
    return new NotEncrypted(`${file} is not encrypted, and a key is set`);
  }
  if (form === "encrypted" && key === null) {
    return new NoKey(
      `${file} is encrypted, and no key is set`,
      "set DATABASE_KEY_FILE to the file that holds its key, in .env of the home",
    );
  }
  if (form === "encrypted") {
    return new WrongKey(
      `the key does not open ${file}`,
      "set DATABASE_KEY_FILE or DATABASE_KEY to the key it was encrypted with; docs/encryption.md says what to do if you are sure of it",
    );
  }
  return error;
}

const PLAIN = Buffer.from("SQLite format 3\0");
/** What stays readable of an encrypted first page: 32 bytes reserved a page, and three constants of SQLite's format. */
const ENCRYPTED = Buffer.from([32, 64, 32, 32]);

/** Whether a file that no connection of this process has open is a database that is not encrypted. */
export const isPlain = (file: string): boolean => formOf(file) === "plain";

/** Read only when SQLite could not: closing a file takes away the locks this process has on it. */
function formOf(file: string): "plain" | "encrypted" | undefined {
  const head = Buffer.alloc(24);
  const handle = openSync(file, "r");
  try {
    readSync(handle, head);
  } finally {
    closeSync(handle);
  }
  if (head.subarray(0, 16).equals(PLAIN)) return "plain";
  return head.subarray(20).equals(ENCRYPTED) ? "encrypted" : undefined;
}
