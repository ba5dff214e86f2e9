import { toUtcText } from "../../core/time.js";
import type { Claim } from "../claim.js";
import type { Db } from "./db.js";
import { TABLES } from "./kinds.js";

/** What every write of a worker must prove: a worker that was rescued, released or cancelled changes nothing. */
export const FENCE = "id = @id and claim = @token and status = 'processing'";

/** Proves the claim and renews its lease; false when it was lost. */
export const renew = (db: Db, { kind, id, token }: Claim, now: number): boolean =>
  db.run(`update ${TABLES[kind].table} set reserved_at = @now where ${FENCE}`, {
    id,
    token,
    now: toUtcText(now),
  }) === 1;

/** Seconds since the claim, never negative: a clock that was set back takes nothing off. */
export const secondsSince = ({ startedAt }: Claim, now: number): number =>
  Math.max(0, (now - startedAt) / 1000);
