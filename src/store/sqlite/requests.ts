import { toUtcText } from "../../core/time.js";
import type { Claim } from "../claim.js";
import type { RequestRecord, Requests } from "../requests.js";
import type { Db } from "./db.js";
import { renew } from "./fence.js";
import { TABLES } from "./kinds.js";

export const requests = (db: Db): Requests => ({
  logRequest: async (claim, request, now) =>
    db.transaction(() => {
      const held = renew(db, claim, now);
      recordRequest(db, claim, request, now);
      return held;
    }),
});

/** Logs a request and adds it to what its work has cost. */
export function recordRequest(db: Db, { kind, id }: Claim, request: RequestRecord, now: number) {
  const { provider, model, units, tokens, cost, duration, outcome } = request;
  const bill = { id, provider, model, ...tokens, cost };
  db.run(
    `
    insert into requests (kind, work_id, provider, model, segments, tokens_in, tokens_cached, tokens_out, cost,
      duration_ms, outcome, created_at)
    values (@kind, @id, @provider, @model, @units, @input, @cached, @output, @cost, @duration, @outcome, @now)
    `,
    { ...bill, kind, units, duration: Math.round(duration), outcome, now: toUtcText(now) },
  );
  db.run(TABLES[kind].bill, bill);
}
