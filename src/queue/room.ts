import type { Context } from "../context.js";
import { ComeBackLater } from "../errors.js";

/** The largest reply that is taken is 16 MB, and it is written twice: to the WAL and to the database. */
const LEAST_FREE = 32 * 1024 ** 2;

/** Throws ComeBackLater where the disk may have no room for a reply: what can't be saved must not be paid for. */
export function assertRoom(context: Context): void {
  const free = context.freeSpace();
  if (free >= LEAST_FREE) return;
  const megabytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1);
  throw new ComeBackLater(
    `the disk is full: ${megabytes(free)} MB are free at ${context.home}, and saving replies takes ${megabytes(LEAST_FREE)}`,
    "make room; nothing that was saved is lost",
  );
}
