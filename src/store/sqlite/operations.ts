import { fromUtcText, MINUTE, toUtcText } from "../../core/time.js";
import type { AuditRecord, Notice, Store } from "../store.js";
import type { Db } from "./open.js";

type Operations = Pick<
  Store,
  | "control"
  | "pause"
  | "resume"
  | "restart"
  | "swapNote"
  | "greet"
  | "leave"
  | "workers"
  | "audit"
  | "listAudit"
  | "enqueueNotice"
  | "dueNotices"
  | "settleNotice"
>;

const TELLING_TAKES_AT_MOST = 2 * MINUTE;

/** How workers are told what to do, and how people are told what happened. */
export function operations(db: Db): Operations {
  const notes = db.prepare<[], { name: string; value: string; changed_at: string }>(
    "select name, value, changed_at from control where name in ('paused', 'restart')",
  );
  const note = db.prepare<{ name: string }, string>("select value from control where name = @name").pluck();
  const setNote = db.prepare(`
    insert into control (name, value, changed_at) values (@name, @value, @now)
    on conflict do update set value = excluded.value, changed_at = excluded.changed_at
  `);
  const pause = db.prepare(
    "insert into control (name, value, changed_at) values ('paused', @value, @now) on conflict do nothing",
  );
  const unpause = db.prepare("delete from control where name = 'paused'");
  const pausedProviders = db
    .prepare<[], string>(
      `update provider_state set pause_code = null, pause_message = null, pause_settings = null, paused_until = null,
         failures = 0, next_at = 0
       where pause_code is not null returning provider`,
    )
    .pluck();
  const dueNow = db.prepare(
    "update translation_projects set available_at = @now where status = 'pending' and available_at > @now",
  );
  const resume = db.transaction((now: string) => {
    const paused = unpause.run().changes ? ["all work"] : [];
    const providers = pausedProviders.all().map((provider) => `provider ${provider}`);
    const waiting = dueNow.run({ now }).changes;
    return [...paused, ...providers, ...(waiting ? [`${waiting} projects that waited`] : [])];
  });
  const swap = db.transaction((name: string, value: string, now: string) => {
    const before = note.get({ name }) ?? null;
    if (before !== value) setNote.run({ name, value, now });
    return before;
  });

  const greet = db.prepare(`
    insert into workers (worker, kind, memory_bytes, started_at, seen_at) values (@worker, @kind, @memoryBytes, @now, @now)
    on conflict do update set memory_bytes = excluded.memory_bytes, seen_at = excluded.seen_at, kind = excluded.kind
  `);
  const workers = db.prepare<[], { worker: string; seenAt: string }>(
    "select worker, seen_at as seenAt from workers",
  );
  const leave = db.prepare("delete from workers where worker = ?");

  const insertAudit = db.prepare(
    "insert into audit (at, who, action, details) values (@at, @who, @action, @details)",
  );
  const listAudit = db.prepare<{ since: string; limit: number }, Omit<AuditRecord, "at"> & { at: string }>(
    "select at, who, action, details from audit where at >= @since order by id desc limit @limit",
  );

  const enqueue = db.prepare(
    "insert into notices (event, target, message, available_at, created_at) values (@event, @target, @message, @now, @now)",
  );
  const due = db.prepare<{ now: string; later: string }, Omit<Notice, "createdAt"> & { createdAt: string }>(
    `update notices set available_at = @later
     where id in (select id from notices where available_at <= @now order by id limit 20)
     returning id, event, target, message, attempts, created_at as createdAt`,
  );
  const sent = db.prepare("delete from notices where id = @id");
  const later = db.prepare("update notices set attempts = attempts + 1, available_at = @at where id = @id");

  return {
    control: async () => {
      const found = new Map(notes.all().map(({ name, ...row }) => [name, row]));
      const paused = found.get("paused");
      const restart = found.get("restart");
      return {
        paused: paused
          ? {
              ...(JSON.parse(paused.value) as { by: string; reason: string }),
              since: fromUtcText(paused.changed_at),
            }
          : null,
        restartAt: restart ? Number(restart.value) : null,
      };
    },
    pause: async (by, reason, now) =>
      pause.run({ value: JSON.stringify({ by, reason }), now: toUtcText(now) }).changes === 1,
    resume: async (now) => resume.immediate(toUtcText(now)),
    restart: async (now) => void setNote.run({ name: "restart", value: String(now), now: toUtcText(now) }),
    swapNote: async (name, value, now) => swap.immediate(name, value, toUtcText(now)),
    greet: async (worker, kind, memoryBytes, now) =>
      void greet.run({ worker, kind, memoryBytes: Math.round(memoryBytes), now: toUtcText(now) }),
    leave: async (worker) => void leave.run(worker),
    workers: async () => workers.all().map(({ worker, seenAt }) => ({ worker, seenAt: fromUtcText(seenAt) })),
    audit: async (record) => void insertAudit.run({ ...record, at: toUtcText(record.at) }),
    listAudit: async (since, limit) =>
      listAudit.all({ since: toUtcText(since), limit }).map((row) => ({ ...row, at: fromUtcText(row.at) })),
    enqueueNotice: async (event, target, message, now) =>
      void enqueue.run({ event, target, message, now: toUtcText(now) }),
    dueNotices: async (now) =>
      due
        .all({ now: toUtcText(now), later: toUtcText(now + TELLING_TAKES_AT_MOST) })
        .map((row) => ({ ...row, createdAt: fromUtcText(row.createdAt) })),
    settleNotice: async (id, retryAt) =>
      void (retryAt === null ? sent.run({ id }) : later.run({ id, at: toUtcText(retryAt) })),
  };
}
