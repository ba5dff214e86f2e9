import { fromUtcText, toUtcText } from "../../core/time.js";
import type { Workers } from "../workers.js";
import type { Db } from "./db.js";

export const workers = (db: Db): Workers => ({
  greet: async ({ worker, kind, memoryBytes, now }) =>
    db.lightly(() => {
      db.run(
        `
        insert into workers (worker, kind, memory_bytes, started_at, seen_at)
        values (@worker, @kind, @memoryBytes, @now, @now)
        on conflict do update set memory_bytes = excluded.memory_bytes, seen_at = excluded.seen_at,
          kind = excluded.kind
        `,
        { worker, kind, memoryBytes: Math.round(memoryBytes), now: toUtcText(now) },
      );
    }),
  leave: async (worker) => db.lightly(() => leave(db, worker)),
  workers: async () => list(db),
  sweepWorkers: async (isDead) => {
    const dead = list(db).filter(({ worker }) => isDead(worker));
    db.lightly(() => {
      for (const { worker } of dead) leave(db, worker);
    });
  },
});

const list = (db: Db) =>
  db
    .all<{ worker: string; seenAt: string }>("select worker, seen_at as seenAt from workers")
    .map(({ worker, seenAt }) => ({ worker, seenAt: fromUtcText(seenAt) }));

/** An idle tick never greeted: it must not take the write lock to say that it leaves. */
function leave(db: Db, worker: string) {
  if (db.value("select 1 from workers where worker = @worker", { worker }) === undefined) return;
  db.run("delete from workers where worker = @worker", { worker });
}
