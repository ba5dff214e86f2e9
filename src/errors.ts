/**
 * Every error that is expected is a decision. Anything that is none of these is a bug and shows its stack.
 */

/** The user's mistake: nothing was done, exit 2. `hint` says what would work. */
export class UserError extends Error {
  override name = "UserError";
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** A file of more bytes than one may have. */
export class TooLarge extends UserError {
  override name = "TooLarge";
  constructor(bytes: number, most: number) {
    const megabytes = (count: number) => Math.round(count / 1024 / 1024);
    super(`${megabytes(bytes)} MB are more than the ${megabytes(most)} MB a file may have`);
  }
}

/** Not now: quota, lock, lane full, project in work elsewhere. Nothing is wrong; exit 75. */
export class ComeBackLater extends Error {
  override name = "ComeBackLater";
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

export type RetryCode =
  | "rate_limit"
  | "timeout"
  | "unreachable"
  | "overloaded"
  | "server_error"
  | "bad_reply";

/** The same request may succeed later. `after` is the server's own word in milliseconds, where it gave one. */
export class RetryLater extends Error {
  override name = "RetryLater";
  constructor(
    readonly code: RetryCode,
    message: string,
    readonly after?: number,
    readonly limits?: { minInterval?: number },
  ) {
    super(message);
  }

  /** True when the provider as a whole is down or busy, so that no project is to blame. */
  get providerDown(): boolean {
    return this.code === "rate_limit" || this.code === "unreachable" || this.code === "overloaded";
  }
}

/** This request can never succeed as it is, and repeating it is wasted money. */
export class NeverAgain extends Error {
  override name = "NeverAgain";
  constructor(
    readonly code: "bad_request" | "engine_failed",
    message: string,
  ) {
    super(message);
  }
}

export type PauseCode =
  | "down"
  | "bad_key"
  | "forbidden"
  | "unknown_model"
  | "quota"
  | "not_an_api"
  | "engine_missing";

/** No request can succeed until the settings change (`lasts` is "settings") or a time has passed (milliseconds). */
export class PauseProvider extends Error {
  override name = "PauseProvider";
  constructor(
    readonly code: PauseCode,
    message: string,
    readonly lasts: "settings" | number,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** What the system's own errors mean for a user; a code that is not here is a bug of ours. */
const SYSTEM: Record<string, [exitCode: 2 | 75, what: string, hint: string]> = {
  SQLITE_BUSY: [
    75,
    "the database is locked by another process",
    "try again; transcron doctor shows who is at work",
  ],
  SQLITE_LOCKED: [75, "the database is locked", "try again"],
  SQLITE_NOTADB: [2, "the database file is no database", "transcron restore BACKUP --force"],
  SQLITE_CORRUPT: [2, "the database is damaged", "transcron restore BACKUP --force"],
  SQLITE_FULL: [75, "the disk is full", "make room; nothing that was saved is lost"],
  SQLITE_READONLY: [2, "the database can't be written", "check who owns the home folder and its files"],
  SQLITE_CANTOPEN: [2, "the database can't be opened", "check that the home folder exists and is yours"],
  SQLITE_IOERR: [
    75,
    "the disk reports an error",
    "make room if it is full, else check the disk; then transcron doctor",
  ],
  ENOSPC: [75, "the disk is full", "make room; nothing that was saved is lost"],
  EACCES: [2, "permission denied", "check who owns the file and its folder"],
  EPERM: [2, "operation not permitted", "check who owns the file and its folder"],
  ENOENT: [2, "no such file or folder", "check the path"],
  ENOTDIR: [2, "a part of the path is no folder", "check the path"],
  EISDIR: [2, "this is a folder, not a file", "check the path"],
  EROFS: [2, "the file system is read-only", "use another --home or path"],
};

/** How an error ends a command: exit code, sentence and hint; undefined for what nobody expected. */
export function explain(error: unknown): { exitCode: number; message: string; hint?: string } | undefined {
  if (error instanceof UserError) return withHint(2, error.message, error.hint);
  if (error instanceof ComeBackLater) return withHint(75, error.message, error.hint);
  if (error instanceof PauseProvider)
    return withHint(error.lasts === "settings" ? 2 : 75, error.message, error.hint);
  if (error instanceof RetryLater) return withHint(75, error.message);
  const { code, message } = error as { code?: unknown; message?: string };
  const known =
    typeof code === "string"
      ? (SYSTEM[code] ?? SYSTEM[code.replace(/^(SQLITE_[A-Z]+)_.*/, "$1")])
      : undefined;
  return known && { exitCode: known[0], message: `${known[1]} (${message ?? code})`, hint: known[2] };
}

function withHint(exitCode: number, message: string, hint?: string) {
  return hint === undefined ? { exitCode, message } : { exitCode, message, hint };
}
