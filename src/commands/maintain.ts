import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { STATUSES, type Status } from "../core/model.js";
import { formatDuration } from "../core/time.js";
import { UserError } from "../errors.js";
import { rescueStuck } from "../jobs/rescue.js";
import { dim } from "../print.js";
import type { Change } from "../store/store.js";
import { type Act, duration, subcommand } from "./command.js";

/** Notes what was changed, prints it, and that is success. */
async function report(
  context: Terminal,
  action: string,
  changed: readonly Change[],
  nothing: string,
): Promise<undefined> {
  if (changed.length)
    await context.audit(action, changed.map(({ id, from, to }) => `${id} ${from} → ${to}`).join(", "));
  context.print.result({ changed }, () => describe(changed, nothing));
}

/** What a command changed, a line each; or that there was nothing to change. */
function describe(changed: readonly Change[], nothing: string): string {
  return changed.length
    ? changed.map(({ id, from, to }) => `${id}: ${from} → ${to}`).join("\n")
    : dim(nothing);
}

/** Takes projects from workers that are gone, or that have not been heard of for so long. */
export async function releaseStuck(context: Terminal, olderThan?: number): Promise<Change[]> {
  const rescued = await rescueStuck(context, olderThan);
  return rescued.map(({ id, status }) => ({ id, from: "processing" as const, to: status }));
}

export const releaseStuckCommand = (act: Act): Command =>
  subcommand(
    "release-stuck",
    "Take projects from workers that died or hang; a tick does so by itself",
    "release-stuck",
    "release-stuck --older-than 5m",
  )
    .option(
      "--older-than <duration>",
      "not heard of for so long (default: STUCK_AFTER)",
      duration("--older-than"),
    )
    .action(
      act(async (context: Terminal, { olderThan }: { olderThan?: number }) => {
        return report(context, "release-stuck", await releaseStuck(context, olderThan), "nothing is stuck");
      }),
    );

interface Retry {
  since?: number;
  all?: boolean;
}

/** Makes failed projects pending again: these, those that failed since, or all. What was translated stays. */
export async function retryFailed(
  context: Terminal,
  prefixes: readonly string[],
  { since, all }: Retry,
): Promise<Change[]> {
  const store = await context.store();
  const now = context.clock.now();
  if (prefixes.length === 0 && since === undefined && !all) {
    throw new UserError(
      "which projects?",
      "name some, or say --since 1h or --all; transcron list --status failed shows them",
    );
  }
  if (prefixes.length) return store.retryFailed({ ids: await store.resolveIds(prefixes) }, now);
  return store.retryFailed({ since: all ? null : now - since! }, now);
}

export const retryFailedCommand = (act: Act): Command =>
  subcommand(
    "retry-failed",
    "Try failed projects again; only their missing lines are asked for",
    "retry-failed k3x9q2ab",
    "retry-failed --since 1h",
    "retry-failed --all",
  )
    .argument("[id...]", "projects, by id or its beginning")
    .option("--since <duration>", "those that failed within so long", duration("--since"))
    .option("--all", "all of them")
    .action(
      act(async (context: Terminal, ids: string[], options: Retry) => {
        return report(
          context,
          "retry-failed",
          await retryFailed(context, ids, options),
          "no failed project among them",
        );
      }),
    );

/** Deletes failed or cancelled projects; adding their files again starts anew. */
export async function forget(context: Terminal, prefixes: readonly string[]): Promise<Change[]> {
  const store = await context.store();
  const ids = await store.resolveIds(prefixes);
  for (const id of ids) {
    const { status } = await store.showProject(id);
    if (status !== "failed" && status !== "cancelled") {
      throw new UserError(
        `${id} is ${status}, and only failed or cancelled projects are forgotten`,
        `transcron cancel ${id}`,
      );
    }
  }
  return store.forget(ids);
}

export const forgetCommand = (act: Act): Command =>
  subcommand("forget", "Delete failed or cancelled projects", "forget k3x9q2ab")
    .argument("<id...>", "projects, by id or its beginning")
    .action(
      act(async (context: Terminal, ids: string[]) => {
        return report(context, "forget", await forget(context, ids), "nothing to forget");
      }),
    );

interface Clean {
  olderThan?: number;
  status?: string;
  unexported?: boolean;
  dryRun?: boolean;
}

/** Deletes what ended long ago, in small transactions, and gives the space back. */
export async function cleanup(
  context: Terminal,
  { olderThan, status = "completed", unexported, dryRun = false }: Clean,
) {
  const statuses = status.split(",").map((word) => word.trim());
  const ended = STATUSES.filter((one) => one !== "pending" && one !== "processing");
  const wrong = statuses.find((word) => !ended.some((one) => one === word));
  if (wrong !== undefined) throw new UserError(`--status is "${wrong}"`, `allowed: ${ended.join(", ")}`);
  const age = olderThan ?? context.config.CLEANUP_AFTER;
  const cleaned = await (await context.store()).cleanup({
    before: context.clock.now() - age,
    statuses: statuses as Status[],
    exportedOnly: !unexported,
    dryRun,
  });
  return { ...cleaned, olderThan: age, dryRun };
}

export const cleanupCommand = (act: Act): Command =>
  subcommand(
    "cleanup",
    "Delete projects and history of long ago; a tick does so once a day",
    "cleanup --dry-run",
    "cleanup --older-than 7d --status completed,cancelled",
  )
    .option("--older-than <duration>", "ended so long ago (default: CLEANUP_AFTER)", duration("--older-than"))
    .option("--status <statuses>", "completed, failed, cancelled", "completed")
    .option("--unexported", "also completed ones whose translation was never written anywhere")
    .option("--dry-run", "count only")
    .action(
      act(async (context: Terminal, options: Clean) => {
        const cleaned = await cleanup(context, options);
        const { projects, rows, olderThan, dryRun } = cleaned;
        if (!dryRun && projects + rows > 0)
          await context.audit("cleanup", `${projects} projects, ${rows} rows of history`);
        context.print.result(cleaned, () => {
          const what = `${projects} projects and ${rows} rows of history older than ${formatDuration(olderThan)}`;
          return dryRun ? `would delete ${what}` : `deleted ${what}`;
        });
      }),
    );
