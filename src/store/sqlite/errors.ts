import { ComeBackLater, StoreDamaged, Transient, UserError } from "../../errors.js";

/** What SQLite's codes mean (sqlite.org/rescode.html); one that is not here is a bug of ours. */
const MEANINGS: Record<string, (said: string) => Error> = {
  SQLITE_BUSY: (said) => new Transient(`the database is locked by another process (${said})`, "try again"),
  SQLITE_LOCKED: (said) => new Transient(`the database is locked (${said})`, "try again"),
  SQLITE_NOTADB: (said) => new StoreDamaged(`the database file is no database (${said})`),
  SQLITE_CORRUPT: (said) => new StoreDamaged(`the database is damaged (${said})`),
  SQLITE_FULL: (said) =>
    new ComeBackLater(`the disk is full (${said})`, "make room; nothing that was saved is lost"),
  SQLITE_READONLY_DBMOVED: (said) =>
    new Transient(`the database was replaced meanwhile (${said})`, "run the command again"),
  SQLITE_READONLY: (said) =>
    new UserError(`the database can't be written (${said})`, "check who owns the home folder and its files"),
  SQLITE_CANTOPEN: (said) =>
    new UserError(`the database can't be opened (${said})`, "check that the home folder exists and is yours"),
  SQLITE_IOERR: (said) =>
    new ComeBackLater(`the disk reports an error (${said})`, "make room if it is full, else check the disk"),
};

/** An error of SQLite as the decision it is; any other as it is. */
export function meaningOf(thrown: unknown): unknown {
  const { code, message } = thrown as { code?: unknown; message?: string };
  if (typeof code !== "string" || !code.startsWith("SQLITE_")) return thrown;
  const meaning = MEANINGS[code] ?? MEANINGS[code.replace(/^(SQLITE_[A-Z]+)_.*/, "$1")];
  if (!meaning) return thrown;
  const error = meaning(message ?? code);
  error.cause = thrown;
  return error;
}

export function translateErrors<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw meaningOf(error);
  }
}
