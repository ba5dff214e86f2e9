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

export type PauseCode = "bad_key" | "forbidden" | "unknown_model" | "quota" | "not_an_api" | "engine_missing";

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
