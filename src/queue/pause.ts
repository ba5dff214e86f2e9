import { commandLine } from "../core/command-line.js";
import { DAY, formatDuration } from "../core/time.js";
import type { Endpoint } from "../endpoints/endpoint.js";
import { type PauseCode, PauseEndpoint } from "../errors.js";
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

/** How long a pause holds: until the settings change, or some time has passed. */
export const pauseLasts = (
  { endpoint, context }: Pick<Turn, "endpoint" | "context">,
  { lasts }: PauseEndpoint,
): Pausing["lasts"] =>
  lasts === "settings" ? { settings: endpoint.settings } : { until: context.clock.now() + lasts };

/** Lets every process know of a pause, where the work itself goes on with another endpoint. */
export async function notePause(turn: Turn, pause: PauseEndpoint): Promise<void> {
  const { store, endpoint, context } = turn;
  const { code, message } = pause;
  const lasts = pauseLasts(turn, pause);
  await store.pauseEndpoint(endpoint.key, { now: context.clock.now(), code, message, lasts });
}
