import { toUtcText } from "../../core/time.js";
import type { Claim, Settled } from "../claim.js";
import type { GivingBack } from "../queue.js";
import type { Db } from "./db.js";
import { FENCE, fenced, secondsSince } from "./fence.js";
import { TABLES } from "./kinds.js";

/** Ends a claim with work left to do; a counted one at its limit has failed. */
export const giveBack = (db: Db, claim: Claim, giving: GivingBack): Settled | undefined => {
  const { now, availableAt, reason, counted, attemptLimit } = giving;
  const settled = db.get<Omit<Settled, "quality">>(
    `
    update ${TABLES[claim.kind].table}
    set processing_time_seconds = processing_time_seconds + @seconds,
        attempts = max(0, attempts - @uncounted),
        status = case when @uncounted = 0 and attempts >= @attemptLimit then 'failed' else 'pending' end,
        completed_at = case when @uncounted = 0 and attempts >= @attemptLimit then @now end,
        error_message = case when @uncounted = 0 then @reason end,
        wait_reason = @reason,
        available_at = @availableAt
    where ${FENCE}
    returning status, units_done as unitsDone, error_message as error
    `,
    {
      ...fenced(claim),
      now: toUtcText(now),
      seconds: secondsSince(claim, now),
      availableAt: toUtcText(availableAt),
      reason,
      uncounted: counted ? 0 : 1,
      attemptLimit,
    },
  );
  return settled && { ...settled, quality: null };
};
