import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { toUtcText } from "../core/time.js";
import { ComeBackLater, UserError } from "../errors.js";
import { green } from "../print.js";
import { isDead, parseWorkerId } from "../system/worker-id.js";
import { type Act, subcommand, wholeNumber } from "./command.js";

const OWN_NAME = /^transcron-\d{14}\.db$/;

/** A consistent copy while others write. Of those it named itself, `keep` newest stay. */
export async function backup(context: Terminal, file: string | undefined, keep?: number) {
  const folder = join(context.home, "backups");
  const path = resolve(
    file ?? join(folder, `transcron-${toUtcText(context.clock.now()).replace(/[- :]/g, "")}.db`),
  );
  if (statSync(path, { throwIfNoEntry: false }))
    throw new UserError(`${path} exists already`, "name another file");
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const store = await context.store();
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  await store.backup(partial);
  chmodSync(partial, 0o600);
  renameSync(partial, path);
  const removed =
    keep === undefined || file !== undefined
      ? []
      : readdirSync(folder)
          .filter((name) => OWN_NAME.test(name))
          .sort()
          .slice(0, -keep)
          .map((name) => join(folder, name));
  for (const old of removed) rmSync(old);
  return { path, bytes: statSync(path).size, removed };
}

export const backupCommand = (act: Act): Command =>
  subcommand(
    "backup",
    "Copy the database, consistently, while others write",
    "backup",
    "backup --keep 14",
    "backup /mnt/safe/transcron.db",
  )
    .argument("[file]", "where to (default: backups/ in the home)")
    .option("--keep <n>", "of the backups in the home, keep so many", wholeNumber("--keep"))
    .action(
      act(async (context: Terminal, file: string | undefined, { keep }: { keep?: number }) => {
        const made = await backup(context, file, keep);
        await context.audit("backup", made.path);
        context.print.result(made, () =>
          [
            `${green("wrote")} ${made.path} (${made.bytes} bytes)`,
            ...made.removed.map((path) => `removed ${path}`),
          ].join("\n"),
        );
      }),
    );

/** Replaces the database by a backup, unless somebody is at work on it. */
export async function restore(context: Terminal, file: string, force: boolean) {
  const database = await context.database();
  if (force && statSync(database.path, { throwIfNoEntry: false })) await refuseWhileAtWork(context);
  return database.restore(resolve(file), context.clock.now(), force);
}

/** A worker that is idle holds no lease, but its open database would go on in the old file. */
async function refuseWhileAtWork(context: Terminal) {
  const since = context.clock.now() - context.config.STUCK_AFTER;
  const atWork = await context
    .store()
    .then(async (store) => [
      ...(await store.workers()).map(({ worker, seenAt }) => ({ worker, at: seenAt })),
      ...(await store.leases()).map(({ worker, renewedAt }) => ({ worker, at: renewedAt })),
    ])
    .catch(() => []); // it is being restored because it can't be read
  const here = hostname();
  const live = atWork.find(({ worker, at }) =>
    parseWorkerId(worker).host === here ? !isDead(worker) : at > since,
  );
  context.close();
  if (live) {
    throw new ComeBackLater(
      `${live.worker} is at work on this database`,
      "transcron restart ends running workers after their batch; pause cron or stop watch, then restore again",
    );
  }
}

export const restoreCommand = (act: Act): Command =>
  subcommand(
    "restore",
    "Replace the database by a backup; the old one is kept beside it",
    "restore ~/.transcron/backups/transcron-20260106030000.db",
  )
    .argument("<file>", "a file that backup wrote")
    .option("--force", "also if there is a database")
    .action(
      act(async (context: Terminal, file: string, { force = false }: { force?: boolean }) => {
        const restored = await restore(context, file, force);
        await context.audit("restore", file);
        context.print.result(
          restored,
          () => `restored${restored.replaced ? `; the old one is ${restored.replaced}` : ""}`,
        );
      }),
    );
