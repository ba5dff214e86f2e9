import { DAY, fromUtcText, toUtcText } from "../../core/time.js";
import type { Control, ControlState, Resumed } from "../control.js";
import type { Db } from "./db.js";
import { WORK_TABLES } from "./kinds.js";

export const control = (db: Db): Control => ({
  control: async () => read(db),
  pause: async ({ by, reason, now }) =>
    db.run(
      "insert into control (name, value, changed_at) values ('paused', @value, @now) on conflict do nothing",
      { value: JSON.stringify({ by, reason }), now: toUtcText(now) },
    ) === 1,
  resume: async (now) => db.transaction(() => resume(db, now)),
  restart: async (now) => setNote(db, { name: "restart", value: String(now), now }),
  swapNote: async (note) =>
    db.transaction(() => {
      const before = db.value<string>("select value from control where name = @name", { name: note.name });
      if (before !== note.value) setNote(db, note);
      return before ?? null;
    }),
});

function setNote(db: Db, { name, value, now }: { name: string; value: string; now: number }) {
  db.run(
    `
    insert into control (name, value, changed_at) values (@name, @value, @now)
    on conflict do update set value = excluded.value, changed_at = excluded.changed_at
    `,
    { name, value, now: toUtcText(now) },
  );
}

function read(db: Db): ControlState {
  const rows = db.all<{ name: string; value: string; at: string }>(
    "select name, value, changed_at as at from control where name in ('paused', 'restart')",
  );
  const found = new Map(rows.map((row) => [row.name, row]));
  const paused = found.get("paused");
  const restart = found.get("restart");
  return {
    paused: paused
      ? { ...(JSON.parse(paused.value) as { by: string; reason: string }), since: fromUtcText(paused.at) }
      : null,
    restartAt: restart ? Number(restart.value) : null,
  };
}

function resume(db: Db, at: number): Resumed {
  const now = toUtcText(at);
  const work = db.run("delete from control where name = 'paused'") > 0;
  const endpoints = db.values<string>(
    `
    update provider_state
    set pause_code = null, pause_message = null, pause_settings = null, paused_until = null, failures = 0,
        next_at = 0, slow_until = 0, lifted = case when pause_code is null then lifted else 1 end
    where pause_code is not null or max(next_at, slow_until) > @far
    returning provider
    `,
    { far: Math.ceil(at + DAY) }, // by a clock that was ahead: no pace asks for so much
  );
  const waiting = WORK_TABLES.map(({ table }) =>
    db.run(`update ${table} set available_at = @now where status = 'pending' and available_at > @now`, {
      now,
    }),
  );
  return { work, endpoints, waiting: waiting.reduce((sum, count) => sum + count, 0) };
}
