import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { outageBackoff } from "../core/retry.js";
import { DAY, formatDuration, HOUR } from "../core/time.js";
import type { Endpoint } from "../endpoints/endpoint.js";
import { type PauseCode, PauseEndpoint, RetryLater } from "../errors.js";
import type { EndpointState, Pausing } from "../store/endpoints.js";
import type { Turn } from "./kind.js";

/** The pause that holds now; undefined if there is none, its time is up or the settings changed. */
export function activePause(
  { pause }: EndpointState,
  { settings }: Pick<Endpoint, "settings">,
  now: number,
): PauseEndpoint | undefined {
  if (!pause) return undefined;
  const { code, message, until } = pause;
  if (until !== null) {
    // None lasts longer than an hour: one that ends beyond a day was made by a clock that was ahead.
    if (until <= now || until > now + DAY) return undefined;
    return new PauseEndpoint(
      code as PauseCode,
      `${message} (paused for ${formatDuration(until - now)})`,
      until - now,
    );
  }
  if (pause.settings !== settings) return undefined;
  return new PauseEndpoint(
    code as PauseCode,
    message,
    "settings",
    `mend the settings (${commandLine("config")} shows them), or ${commandLine("resume")}`,
  );
}

/** The same, looked up. */
export async function pauseOf(
  { store, clock }: Context,
  endpoint: Endpoint,
): Promise<PauseEndpoint | undefined> {
  return activePause(await (await store()).endpointState(endpoint.key), endpoint, clock.now());
}

/** How long a pause holds: until the settings change, or some time has passed. */
export const pauseLasts = (
  { endpoint, context }: Pick<Turn, "endpoint" | "context">,
  { lasts }: PauseEndpoint,
): Pausing["lasts"] =>
  lasts === "settings" ? { settings: endpoint.settings } : { until: context.clock.now() + lasts };

/** A server that asks for more patience is asked again after this long all the same. */
const LONGEST_REST = HOUR;

/** How long an endpoint rests that is down: what the server asks for, else longer with each outage in a row. */
export const outageLasts = (thrown: Error): Extract<Pausing["lasts"], { outage: unknown }> => {
  const after = thrown instanceof RetryLater ? thrown.after : undefined;
  return { outage: (failures) => Math.min(after ?? outageBackoff(failures), LONGEST_REST) };
};

/** Lets every process know of a pause, where the work itself goes on with another endpoint. */
export async function notePause(turn: Turn, pause: PauseEndpoint): Promise<void> {
  const { store, endpoint, context } = turn;
  const { code, message } = pause;
  const lasts = pauseLasts(turn, pause);
  await store.pauseEndpoint(endpoint.key, { now: context.clock.now(), code, message, lasts });
}

/** The same of an endpoint that is down. */
export async function noteOutage(turn: Turn, thrown: RetryLater): Promise<void> {
  const { store, endpoint, context } = turn;
  const outage = {
    now: context.clock.now(),
    code: "down",
    message: thrown.message,
    lasts: outageLasts(thrown),
  };
  await store.pauseEndpoint(endpoint.key, outage);
}
