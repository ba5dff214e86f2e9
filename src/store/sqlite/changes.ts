import type { KindName, Status } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { Change, Changes } from "../changes.js";
import type { Db } from "./db.js";
import { keyOf, TABLES } from "./kinds.js";
import { removeIfLarge } from "./remove-large.js";

export const changes = (db: Db): Changes => ({
  cancel: async (kind, ids, now) =>
    db.transaction(() => ids.flatMap((id) => cancelOne(db, kind, id, toUtcText(now)))),
  retryFailed: async (kind, ids, now) =>
    db.transaction(() => ids.flatMap((id) => retryOne(db, kind, id, toUtcText(now)))),
  forget: async (kind, ids) => ids.flatMap((id) => forgetOne(db, kind, id)),
});

function cancelOne(db: Db, kind: KindName, id: string, now: string): Change[] {
  const { table } = TABLES[kind];
  const from = db.value<Status>(`select status from ${table} where id = @key`, { key: keyOf({ kind, id }) });
  const cancelled = db.run(
    `update ${table} set status = 'cancelled', completed_at = @now, wait_reason = null
     where id = @key and status in ('pending', 'processing', 'failed')`,
    { key: keyOf({ kind, id }), now },
  );
  return cancelled ? [{ id, from: from!, to: "cancelled" }] : [];
}

/** A trigger opens the failed lines; the time is set here, since a trigger knows only the machine's clock. */
function retryOne(db: Db, kind: KindName, id: string, now: string): Change[] {
  const { table } = TABLES[kind];
  const retried = db.run(
    `update ${table} set status = 'pending', started_at = null where id = @key and status = 'failed'`,
    { key: keyOf({ kind, id }) },
  );
  if (!retried) return [];
  db.run(`update ${table} set available_at = @now where id = @key`, { key: keyOf({ kind, id }), now });
  return [{ id, from: "failed", to: "pending" }, ...retryRecordingOf(db, kind, id, now)];
}

/** What waits for the transcript of a recording that failed would wait for ever. */
function retryRecordingOf(db: Db, kind: KindName, id: string, now: string): Change[] {
  const number = db.value<number | null>(`select waits_for from ${TABLES[kind].table} where id = @key`, {
    key: keyOf({ kind, id }),
  });
  return number == null ? [] : retryOne(db, "transcription", `audio-${number}`, now);
}

const FORGETTABLE = "status in ('failed', 'cancelled')";

function forgetOne(db: Db, kind: KindName, id: string): Change[] {
  const { table } = TABLES[kind];
  const from = db.value<Status>(`select status from ${table} where id = @key`, { key: keyOf({ kind, id }) });
  const gone =
    (kind === "translation" && removeIfLarge(db, id, { condition: FORGETTABLE })) ||
    db.run(`delete from ${table} where id = @key and ${FORGETTABLE}`, { key: keyOf({ kind, id }) }) > 0;
  return gone ? [{ id, from: from!, to: "deleted" }] : [];
}
