import { fromUtcText, toUtcText } from "../../core/time.js";
import type { ProviderState, Store } from "../store.js";
import type { Db } from "./open.js";

type Providers = Pick<
  Store,
  | "providerState"
  | "bookRequest"
  | "setPace"
  | "slowDown"
  | "pauseProvider"
  | "clearPause"
  | "rememberDialect"
>;

/** What all processes on the database know of a provider: its pace, its pause and its dialect. */
export function providers(db: Db): Providers {
  const select = db.prepare<[string], StateRow>("select * from provider_state where provider = ?");
  const ensure = db.prepare("insert or ignore into provider_state (provider) values (?)");

  const book = db
    .prepare<Record<string, unknown>, number>(
      `update provider_state set next_at = max(next_at, @now) + @delay
       where provider = @provider and max(next_at, @now) < @until
       returning next_at - @delay`,
    )
    .pluck();
  const nextFree = db
    .prepare<Record<string, unknown>, number>(
      "select max(next_at, @now) from provider_state where provider = @provider",
    )
    .pluck();
  const setPace = db.prepare("update provider_state set pace_ms = @pace where provider = @provider");
  const slowDown = db.prepare(`
    update provider_state
    set slow_factor = min(64, case when slow_until > @now then slow_factor * 2 else 2 end), slow_until = @until
    where provider = @provider
  `);
  const pause = db.prepare(`
    update provider_state
    set pause_code = @code, pause_message = @message, pause_settings = @settings, paused_until = @until,
        failures = @failures
    where provider = @provider
  `);
  const clear = db.prepare(`
    update provider_state
    set pause_code = null, pause_message = null, pause_settings = null, paused_until = null, failures = 0
    where provider = @provider and (pause_code is not null or failures > 0)
  `);
  const dialect = db.prepare("update provider_state set dialect = @dialect where provider = @provider");

  return {
    providerState: async (provider) => stateOf(select.get(provider)),
    bookRequest: async (provider, now, delay, until) => {
      const moment = { provider, now: Math.ceil(now) };
      const wish = { ...moment, delay: Math.ceil(delay), until };
      const start = book.get(wish);
      if (start !== undefined) return start;
      ensure.run(provider);
      return book.get(wish) ?? nextFree.get(moment)!;
    },
    setPace: async (provider, pace) => {
      ensure.run(provider);
      setPace.run({ provider, pace: Math.ceil(pace) });
    },
    slowDown: async (provider, now, lasts) => {
      ensure.run(provider);
      slowDown.run({ provider, now: Math.ceil(now), until: Math.ceil(now + lasts) });
    },
    pauseProvider: async (provider, { code, message, settings, until }, failures) => {
      ensure.run(provider);
      pause.run({
        provider,
        code,
        message,
        settings,
        until: until === null ? null : toUtcText(until),
        failures,
      });
    },
    clearPause: async (provider) => clear.run({ provider }).changes > 0,
    rememberDialect: async (provider, notes) => {
      ensure.run(provider);
      dialect.run({ provider, dialect: JSON.stringify(notes) });
    },
  };
}

interface StateRow {
  pause_code: string | null;
  pause_message: string | null;
  pause_settings: string | null;
  paused_until: string | null;
  failures: number;
  pace_ms: number | null;
  slow_factor: number;
  slow_until: number;
  dialect: string;
}

function stateOf(row: StateRow | undefined): ProviderState {
  if (!row) return { pause: null, failures: 0, pace: null, slowFactor: 1, slowUntil: 0, dialect: {} };
  const { pause_code: code, pause_message: message, pause_settings: settings, paused_until: until } = row;
  return {
    pause:
      code === null
        ? null
        : { code, message: message ?? "", settings, until: until ? fromUtcText(until) : null },
    failures: row.failures,
    pace: row.pace_ms,
    slowFactor: row.slow_factor,
    slowUntil: row.slow_until,
    dialect: JSON.parse(row.dialect),
  };
}
