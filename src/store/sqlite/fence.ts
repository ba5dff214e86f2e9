import { toUtcText } from "../../core/time.js";
import type { Claim } from "../claim.js";
import type { Db } from "./db.js";
import { keyOf, TABLES } from "./kinds.js";

/** What every write of a worker must prove: a worker that was rescued, released or cancelled changes nothing. */
export const FENCE = "id = @key and claim = @token and status = 'processing'";

/** Proves the claim and renews its lease; false when it was lost. */
export const renew = (db: Db, claim: Claim, now: number): boolean =>
  db.run(`update ${TABLES[claim.kind].table} set reserved_at = @now where ${FENCE}`, {
    ...fenced(claim),
    now: toUtcText(now),
  }) === 1;

/** The parameters of the fence. */
export const fenced = (claim: Claim) => ({ key: keyOf(claim), token: claim.token });

/** Seconds since the claim, never negative: a clock that was set back takes nothing off. */
export const secondsSince = ({ startedAt }: Claim, now: number): number =>
  Math.max(0, (now - startedAt) / 1000);
