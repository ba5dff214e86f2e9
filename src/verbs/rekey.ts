import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { keyOf, readKeyFile } from "../config/key.js";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { ComeBackLater, UserError } from "../errors.js";
import { tickLock } from "../queue/tick.js";
import { withLock } from "../system/lock.js";
import { isDead, parseWorkerId } from "../system/worker-id.js";
import { refuseWhileAtWork } from "./at-work.js";

export interface Rekeyed {
  /** What must be done to the settings before the next command: a line for `.env`, or what has to go from it. */
  settings: { file: string; put: string } | { file: string; remove: string } | null;
}

const NEW_KEY = commandLine("key", "new", "--file", "FILE");
const ENCRYPT = commandLine("encrypt", "--key-file", "FILE");

/** Encrypts a plain database, with the key of a file or of the settings. Throws as `change` does. */
export async function encrypt(context: Context, { keyFile }: { keyFile?: string }): Promise<Rekeyed> {
  const present = keyOfSettings(context);
  const to = keyFile === undefined ? present : readKeyFile(resolve(keyFile));
  if (to === undefined) {
    throw new UserError("encrypt with which key?", `${NEW_KEY} makes one, then ${ENCRYPT}`);
  }
  if (present !== undefined && (await isUnder(context, present))) {
    const rekeying = commandLine("rekey", "--key-file", "FILE");
    throw new UserError("the database is encrypted already", `${rekeying} puts it under another key`);
  }
  await change(context, "encrypt", { from: null, to });
  return { settings: putting(context, keyFile) };
}

/** Encrypts an encrypted database with another key. Throws as `change` does. */
export async function rekey(context: Context, { keyFile }: { keyFile: string }): Promise<Rekeyed> {
  const from = presentKey(context);
  const to = readKeyFile(resolve(keyFile));
  if (from === to)
    throw new UserError(`${keyFile} holds the key that the database has already`, `${NEW_KEY} makes another`);
  await change(context, "rekey", { from, to });
  return { settings: putting(context, keyFile) };
}

/** Writes an encrypted database as a plain one. Throws as `change` does. */
export async function decrypt(context: Context): Promise<Rekeyed> {
  const from = presentKey(context);
  await change(context, "decrypt", { from, to: null });
  const name = context.config.DATABASE_KEY === undefined ? "DATABASE_KEY_FILE" : "DATABASE_KEY";
  return { settings: { file: join(context.home, ".env"), remove: name } };
}

const keyOfSettings = ({ home, config }: Context) =>
  keyOf(home, { key: config.DATABASE_KEY, file: config.DATABASE_KEY_FILE });

function presentKey(context: Context): string {
  const key = keyOfSettings(context);
  if (key !== undefined) return key;
  throw new UserError(
    "no key is set: DATABASE_KEY_FILE must name the key that the database has",
    `if it is not encrypted yet: ${NEW_KEY} makes one, then ${ENCRYPT}`,
  );
}

function putting(context: Context, keyFile: string | undefined): Rekeyed["settings"] {
  if (keyFile === undefined) return null;
  return { file: join(context.home, ".env"), put: `DATABASE_KEY_FILE=${resolve(keyFile)}` };
}

async function isUnder(context: Context, key: string): Promise<boolean> {
  try {
    (await context.underKey(key).database()).inspect();
    return true;
  } catch {
    return false; // what is wrong with it is said when it is written anew
  }
}

/**
 * Puts the database under another key, with nobody else at work on it. Throws ComeBackLater while somebody is, and
 * UserError where there is no database or `from` does not fit it.
 */
async function change(
  context: Context,
  action: string,
  { from, to }: { from: string | null; to: string | null },
): Promise<void> {
  const old = context.underKey(from);
  const database = await old.database();
  if (!existsSync(database.path)) {
    throw new UserError(
      `there is no database in ${context.home} yet`,
      "set DATABASE_KEY_FILE in .env: a new database is encrypted from the beginning",
    );
  }
  const holder = { worker: context.worker, since: context.clock.now() };
  const locked = await withLock({ file: tickLock(context.home), holder }, isDead, async () => {
    await refuseWhileAtWork(old, action);
    await database.rekey({ from, to });
  });
  if ("busy" in locked) throw atWork(locked.busy?.worker, action);
  const changed = context.underKey(to);
  try {
    await changed.audit(action, "");
  } finally {
    changed.close();
  }
}

function atWork(worker: string | undefined, action: string): Error {
  const who = worker === undefined ? "a tick" : `the tick ${parseWorkerId(worker).pid}`;
  return new ComeBackLater(`${who} is at work`, `wait for its end, then ${action} again`);
}
