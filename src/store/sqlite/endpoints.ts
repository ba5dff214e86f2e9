import { fromUtcText, toUtcText } from "../../core/time.js";
import type { Booking, EndpointState, Endpoints, Pausing } from "../endpoints.js";
import type { Db } from "./db.js";

export const endpoints = (db: Db): Endpoints => ({
  endpointState: async (key) => stateOf(db, key),
  bookRequest: async (key, booking) => db.lightly(() => book(db, key, booking)),
  setPace: async (key, pace) =>
    db.lightly(() => {
      update(db, key, "pace_ms = @pace", { pace: Math.ceil(pace) });
    }),
  slowDown: async (key, { now, lasts }) =>
    update(
      db,
      key,
      "slow_factor = min(64, case when slow_until > @now then slow_factor * 2 else 2 end), slow_until = @until",
      { now: Math.ceil(now), until: Math.ceil(now + lasts) },
    ),
  pauseEndpoint: async (key, pausing) => db.transaction(() => pause(db, key, pausing)),
  clearPause: async (key) =>
    db.run(
      `
      update provider_state
      set pause_code = null, pause_message = null, pause_settings = null, paused_until = null, failures = 0,
          lifted = 0
      where provider = @key and (pause_code is not null or failures > 0 or lifted = 1)
      `,
      { key },
    ) > 0,
  anyPause: async (now) =>
    db.value(
      `
      select 1 from provider_state
      where pause_code is not null and (paused_until is null or paused_until > @now) limit 1
      `,
      { now: toUtcText(now) },
    ) !== undefined,
  rememberDialect: async (key, dialect) =>
    update(db, key, "dialect = @dialect", { dialect: JSON.stringify(dialect) }),
});

/** Changes an endpoint's row, which is made when there is first something to say about it. */
function update(db: Db, key: string, changes: string, parameters: Record<string, unknown>) {
  const set = () =>
    db.run(`update provider_state set ${changes} where provider = @key`, { key, ...parameters });
  if (set()) return;
  ensure(db, key);
  set();
}

const ensure = (db: Db, key: string) =>
  db.run("insert into provider_state (provider) values (@key) on conflict do nothing", { key });

const NEXT = "max(iif(next_at > @farthest, 0, next_at), @now)";

function book(db: Db, key: string, { now, delay, until, farthest }: Booking): number {
  const moment = { key, now: Math.ceil(now), farthest: Math.ceil(farthest) };
  const take = () =>
    db.value<number>(
      `
      update provider_state set next_at = ${NEXT} + @delay
      where provider = @key and ${NEXT} < @until
      returning next_at - @delay
      `,
      { ...moment, delay: Math.ceil(delay), until },
    );
  const start = take();
  if (start !== undefined) return start;
  ensure(db, key);
  return take() ?? db.value<number>(`select ${NEXT} from provider_state where provider = @key`, moment)!;
}

function pause(db: Db, key: string, { now, code, message, lasts }: Pausing) {
  const { pause: known, failures } = stateOf(db, key);
  const settings = "settings" in lasts ? lasts.settings : null;
  const holds = known && known.code === code && known.settings === settings && (known.until ?? now + 1) > now;
  if (holds) return { news: false, until: known.until };
  const outages = "outage" in lasts ? failures + 1 : 0;
  const until = "settings" in lasts ? null : "until" in lasts ? lasts.until : now + lasts.outage(outages);
  update(
    db,
    key,
    `pause_code = @code, pause_message = @message, pause_settings = @settings, paused_until = @until,
     failures = @outages`,
    { code, message, settings, until: until === null ? null : toUtcText(until), outages },
  );
  return { news: true, until };
}

interface StateRow {
  pause_code: string | null;
  pause_message: string | null;
  pause_settings: string | null;
  paused_until: string | null;
  failures: number;
  next_at: number;
  pace_ms: number | null;
  slow_factor: number;
  slow_until: number;
  dialect: string;
}

function stateOf(db: Db, key: string): EndpointState {
  const row = db.get<StateRow>("select * from provider_state where provider = @key", { key });
  if (!row)
    return { pause: null, failures: 0, nextAt: 0, pace: null, slowFactor: 1, slowUntil: 0, dialect: {} };
  const { pause_code: code, pause_message: message, pause_settings: settings, paused_until: until } = row;
  return {
    pause:
      code === null
        ? null
        : { code, message: message ?? "", settings, until: until ? fromUtcText(until) : null },
    failures: row.failures,
    nextAt: row.next_at,
    pace: row.pace_ms,
    slowFactor: row.slow_factor,
    slowUntil: row.slow_until,
    dialect: JSON.parse(row.dialect),
  };
}
