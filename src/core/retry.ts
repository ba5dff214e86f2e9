import { HOUR, MINUTE, SECOND } from "./time.js";

/** Longer than this is not waited for: the project goes back and the provider rests until then. */
export const LONGEST_WAIT = 2 * MINUTE;

/** Milliseconds before attempt n + 1 of a request: 2^n seconds, up to a quarter less at random. */
export function backoff(attempt: number, random: number): number {
  return Math.round(2 ** Math.min(attempt, 6) * SECOND * (1 - random / 4));
}

/** Milliseconds before a piece of work's next attempt: 30 s, 60 s, 120 s. */
export function attemptBackoff(attempts: number): number {
  return 30 * SECOND * 2 ** Math.min(Math.max(attempts, 1) - 1, 2);
}

/** How long a provider that is down rests: 30 s, doubling to a quarter of an hour while nothing succeeds. */
export function outageBackoff(failures: number): number {
  return Math.min(30 * SECOND * 2 ** Math.max(failures - 1, 0), 15 * MINUTE);
}

/** Milliseconds before a finished file is written again whose disk was away or full: 1 minute, doubling to 6 hours. */
export function deliveryBackoff(tries: number): number {
  return Math.min(MINUTE * 2 ** Math.max(tries - 1, 0), 6 * HOUR);
}

/** A lease is renewed so many times before it would run out. */
const BEATS = 4;

/** Milliseconds between two renewals of a lease that runs out after so many. */
export const beatOf = (lease: number): number => lease / BEATS;

/** Work that has been tried this often without saving anything has failed. */
export const WORK_ATTEMPTS = 3;

/** The simple worker's one request may take this long. */
export const SIMPLE_TIMEOUT = 2 * MINUTE;

/** A piece of work gets at most this long at a time, so that a long one starves nobody. */
export const TURN = 5 * MINUTE;
