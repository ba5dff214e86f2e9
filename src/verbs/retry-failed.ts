import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import type { Change } from "../store/changes.js";
import { audited } from "./audited.js";
import { find } from "./find.js";

interface RetryOptions {
  /** Those that failed within so many milliseconds. */
  since?: number;
  all?: boolean;
}

/**
 * Makes failed projects pending again: these, those that failed since, or all. What was translated stays. Throws
 * UserError if it is not said which.
 */
export async function retryFailed(
  context: Context,
  prefixes: readonly string[],
  { since, all }: RetryOptions,
): Promise<Change[]> {
  const store = await context.store();
  const now = context.clock.now();
  if (prefixes.length === 0 && since === undefined && !all) {
    throw new UserError(
      "which projects?",
      `${commandLine("list", "--status", "failed")} shows them; \`--since 1h\` or \`--all\` takes several`,
    );
  }
  const which = prefixes.length
    ? { ids: await find(context, prefixes) }
    : { since: all || since === undefined ? null : now - since };
  return audited(context, "retry-failed", await store.retryFailed("translation", which, now));
}
