import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import lockfile from "proper-lockfile";
import { makeFolder, PRIVATE } from "./folder.js";

/** The same in every process: different values could give two holders. Above the longest wait for the database. */
const STALE_MS = 15_000;

export interface Holder {
  /** `host:pid:start:boot:namespace`, as in a lease. */
  worker: string;
  since: number;
  /** Milliseconds after which it means to have released the lock. */
  budget?: number;
}

type Locked<T> = { done: T } | { busy: Holder | undefined };

/**
 * Runs the work if nobody holds the lock, else says who does. A holder that is gone (killed, so that it could not
 * clean up) is not waited for. The work may release the lock before it ends, and go on without it. The lock is a
 * courtesy that saves a useless tick: should it be lost in the middle, or taken twice, claims keep the work correct.
 */
export async function withLock<T>(
  { file, holder }: { file: string; holder: Holder },
  isGone: (worker: string) => boolean,
  work: (release: () => Promise<void>) => Promise<T>,
): Promise<Locked<T>> {
  makeFolder(dirname(file), PRIVATE);
  const unlock = (await acquire(file)) ?? (await acquireFromTheDead(file, isGone));
  if (!unlock) return { busy: lockHolder(file) };
  let held = true;
  const release = async () => {
    if (!held) return;
    held = false;
    await unlock().catch(() => {}); // lost meanwhile: nothing to give back
  };
  try {
    writeFileSync(file, JSON.stringify(holder), { mode: 0o600 });
    return { done: await work(release) };
  } finally {
    await release();
  }
}

/** Undefined when somebody holds it. */
async function acquire(file: string): Promise<(() => Promise<void>) | undefined> {
  try {
    // The default handler of a lost lock throws from a timer and kills the process.
    return await lockfile.lock(file, { realpath: false, stale: STALE_MS, onCompromised: () => {} });
  } catch (error) {
    if ((error as { code?: string }).code === "ELOCKED") return undefined;
    throw error;
  }
}

async function acquireFromTheDead(file: string, isGone: (worker: string) => boolean) {
  const holder = lockHolder(file);
  if (!holder || !isGone(holder.worker)) return undefined;
  rmSync(`${file}.lock`, { recursive: true, force: true });
  return acquire(file);
}

/** Who wrote the lock last; whether it is still held, isLocked tells. */
export function lockHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

export const isLocked = (file: string) => lockfile.check(file, { realpath: false, stale: STALE_MS });
