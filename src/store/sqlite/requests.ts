import { toUtcText } from "../../core/time.js";
import type { Claim } from "../claim.js";
import type { RequestRecord, Requests } from "../requests.js";
import type { Db } from "./db.js";
import { renew } from "./fence.js";
import { keyOf, TABLES } from "./kinds.js";

export const requests = (db: Db): Requests => ({
  meanRequest: async ({ provider, model, since }) =>
    db.value<number | null>(
      `select avg(duration_ms) from requests
       where created_at >= @since and provider = @provider and model is @model and outcome = 'ok' and segments > 1`,
      { provider, model, since: toUtcText(since) },
    ) ?? null,
  logRequest: async (claim, request, now) =>
    db.transaction(() => {
      if (!claim) {
        insertRequest(db, NO_WORK, request, now);
        return true;
      }
      const held = renew(db, claim, now);
      recordRequest(db, claim, request, now);
      return held;
    }),
});

/** Doctor asks for no piece of work. */
const NO_WORK = { kind: "doctor", id: "" };

/** Logs a request and adds it to what its work has cost. */
export function recordRequest(db: Db, { kind, id }: Claim, request: RequestRecord, now: number) {
  const { provider, model, tokens, cost } = request;
  insertRequest(db, { kind, id }, request, now);
  db.run(TABLES[kind].bill, { key: keyOf({ kind, id }), provider, model, ...tokens, cost });
}

function insertRequest(db: Db, work: { kind: string; id: string }, request: RequestRecord, now: number) {
  const { tokens, duration, ...about } = request;
  db.run(
    `
    insert into requests (kind, work_id, provider, model, segments, tokens_in, tokens_cached, tokens_out, cost,
      duration_ms, outcome, created_at)
    values (@kind, @id, @provider, @model, @units, @input, @cached, @output, @cost, @duration, @outcome, @now)
    `,
    { ...work, ...about, ...tokens, duration: Math.round(duration), now: toUtcText(now) },
  );
}
