import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import lockfile from "proper-lockfile";

/** The same in every process: different values could give two holders. Above the longest wait for the database. */
const STALE_MS = 15_000;

export interface Holder {
  pid: number;
  host: string;
  since: number;
}

export type Locked<T> = { done: T } | { busy: Holder | undefined };

/**
 * Runs the work if nobody holds the lock, else says who does. The lock is a courtesy that saves a useless tick:
 * if it is lost in the middle, claims keep the work correct, so the work is only told to end soon.
 */
export async function withLock<T>(
  file: string,
  holder: Holder,
  work: (compromised: AbortSignal) => Promise<T>,
): Promise<Locked<T>> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const lost = new AbortController();
  let release: () => Promise<void>;
  try {
    release = await lockfile.lock(file, {
      realpath: false,
      stale: STALE_MS,
      // The default handler throws from a timer and kills the process.
      onCompromised: (error) => lost.abort(error),
    });
  } catch (error) {
    if ((error as { code?: string }).code === "ELOCKED") return { busy: lockHolder(file) };
    throw error;
  }
  try {
    writeFileSync(file, JSON.stringify(holder), { mode: 0o600 });
    return { done: await work(lost.signal) };
  } finally {
    await release().catch(() => {}); // lost meanwhile: nothing to give back
  }
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
