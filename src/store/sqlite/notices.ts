import { fromUtcText, MINUTE, toUtcText } from "../../core/time.js";
import type { Notice, Notices } from "../notices.js";
import type { Db } from "./db.js";

const SENDING_TAKES_AT_MOST = 2 * MINUTE;

export const notices = (db: Db): Notices => ({
  enqueueNotice: async ({ event, target, message, now }) =>
    void db.run(
      `insert into notices (event, target, message, available_at, created_at)
       values (@event, @target, @message, @now, @now)`,
      { event, target, message, now: toUtcText(now) },
    ),
  dueNotices: async (now) => take(db, now),
  settleNotice: async ({ id, retryAt }) =>
    void (retryAt === null
      ? db.run("delete from notices where id = @id", { id })
      : db.run("update notices set attempts = attempts + 1, available_at = @at where id = @id", {
          id,
          at: toUtcText(retryAt),
        })),
});

/** Most ticks have nothing to send and must not take the write lock to find that out. */
function take(db: Db, at: number): Notice[] {
  const now = toUtcText(at);
  if (db.value("select 1 from notices where available_at <= @now limit 1", { now }) === undefined) return [];
  return db
    .all<Omit<Notice, "createdAt"> & { createdAt: string }>(
      `
      update notices set available_at = @later
      where id in (select id from notices where available_at <= @now order by id limit 20)
      returning id, event, target, message, attempts, created_at as createdAt
      `,
      { now, later: toUtcText(at + SENDING_TAKES_AT_MOST) },
    )
    .map((row) => ({ ...row, createdAt: fromUtcText(row.createdAt) }));
}
