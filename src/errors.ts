/**
 * Every error that is expected is a decision. Anything that is none of these is a bug and shows its stack.
 */

/** The user's mistake: nothing was done. `hint` says what would work. */
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

/** A table was read without the name of the column that is to be translated. */
export class ColumnNeeded extends UserError {
  override name = "ColumnNeeded";
}

/** There is no database yet. */
export class NoDatabase extends UserError {
  override name = "NoDatabase";
}

/** The settings have a key, and the database is not encrypted. */
export class NotEncrypted extends UserError {
  override name = "NotEncrypted";
}

/** A backup that the key of the database does not open; the database may be whole. */
export class BackupLocked extends UserError {
  override name = "BackupLocked";
}

/** The database can't be upgraded, since something that was added to it is in the way; it stays as it is. */
export class UpgradeBlocked extends UserError {
  override name = "UpgradeBlocked";
}

/** A statement that writes, where only reading was asked for. */
export class StatementWrites extends UserError {
  override name = "StatementWrites";
}

/** Something is there already, and is not overwritten unless that is asked for. */
export class InTheWay extends UserError {
  override name = "InTheWay";
}

/** Not now: quota, lock, lane full, project in work elsewhere. Nothing is wrong. */
export class ComeBackLater extends Error {
  override name = "ComeBackLater";
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Another process holds what is needed for a moment; the same call may succeed when it is made again. */
export class Transient extends ComeBackLater {
  override name = "Transient";
}

/** The store can't be read; what it held is in its backups. */
export class StoreDamaged extends UserError {
  override name = "StoreDamaged";
}

type RetryCode =
  | "rate_limit"
  | "timeout"
  | "unreachable"
  | "overloaded"
  | "server_error"
  | "bad_reply"
  | "file_away";

/** The same request may succeed later. `after` is the server's own word in milliseconds, where it gave one. */
export class RetryLater extends Error {
  override name = "RetryLater";
  constructor(
    readonly code: RetryCode,
    message: string,
    readonly after?: number,
  ) {
    super(message);
  }

  /** True when the provider as a whole is down or busy, so that no work is to blame. */
  get endpointDown(): boolean {
    return this.code === "rate_limit" || this.code === "unreachable" || this.code === "overloaded";
  }
}

/** This request can never succeed as it is, and repeating it is wasted money. */
export class NeverAgain extends Error {
  override name = "NeverAgain";
  constructor(
    readonly code:
      | "bad_request"
      | "engine_failed"
      | "source_unknown"
      | "no_times"
      | "bad_recording"
      | "no_speech"
      | "not_covered"
      | "bad_document",
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
export class PauseEndpoint extends Error {
  override name = "PauseEndpoint";
  constructor(
    readonly code: PauseCode,
    message: string,
    readonly lasts: "settings" | number,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Whether somebody must mend something first, or the same may work later. */
type Kind = "mistake" | "later";

/** What the system's own errors mean for a user; a code that is not here is a bug of ours. */
const SYSTEM: Record<string, [kind: Kind, what: string, hint: string]> = {
  ENOSPC: ["later", "the disk is full", "make room; nothing that was saved is lost"],
  EDQUOT: ["later", "the disk quota is used up", "make room; nothing that was saved is lost"],
  EIO: ["later", "the disk reports an error", "check the disk"],
  EACCES: ["mistake", "permission denied", "check who owns the file and its folder"],
  EPERM: ["mistake", "operation not permitted", "check who owns the file and its folder"],
  ENOENT: ["mistake", "no such file or folder", "check the path"],
  ENOTDIR: ["mistake", "a part of the path is no folder", "check the path"],
  EISDIR: ["mistake", "this is a folder, not a file", "check the path"],
  ELOOP: ["mistake", "links that lead in a circle", "check the links of the path"],
  EROFS: ["mistake", "the file system is read-only", "use another path, or another home (TRANSCRON_HOME)"],
};

/** What Node says of packages and native modules that are missing, or built for another Node. */
const BROKEN_INSTALL = new Set(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED"]);
/** The same from the loader of native modules, which has no code for it. */
const NO_BINDINGS = "Could not locate the bindings file";

/** In one line, since cron shows it each minute; undefined for other errors. */
function brokenInstall({ code, message = "" }: { code?: unknown; message?: string }): string | undefined {
  if (!BROKEN_INSTALL.has(String(code)) && !message.startsWith(NO_BINDINGS)) return undefined;
  const [what] = message.split("\n");
  return `the installation is incomplete: ${what}; run npm ci in its folder, or install transcron again`;
}

/** What an error means for whoever asked, with what would help; undefined for what nobody expected. */
export function explain(error: unknown): { kind: Kind; message: string; hint?: string } | undefined {
  if (error instanceof UserError) return withHint("mistake", error.message, error.hint);
  if (error instanceof ComeBackLater) return withHint("later", error.message, error.hint);
  if (error instanceof PauseEndpoint)
    return withHint(error.lasts === "settings" ? "mistake" : "later", error.message, error.hint);
  if (error instanceof RetryLater) return withHint("later", error.message);
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string };
  const incomplete = brokenInstall({ code, ...(message === undefined ? {} : { message }) });
  if (incomplete) return withHint("mistake", incomplete);
  const known = typeof code === "string" ? SYSTEM[code] : undefined;
  return known && { kind: known[0], message: `${known[1]} (${message ?? code})`, hint: known[2] };
}

function withHint(kind: Kind, message: string, hint?: string) {
  return hint === undefined ? { kind, message } : { kind, message, hint };
}
