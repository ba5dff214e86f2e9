import { commandLine } from "../core/command-line.js";
import { DAY, formatDuration } from "../core/time.js";
import type { Endpoint } from "../endpoints/endpoint.js";
import { type PauseCode, PauseEndpoint } from "../errors.js";
import type { EndpointState } from "../store/endpoints.js";

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
