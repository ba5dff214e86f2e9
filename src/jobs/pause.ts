import { formatDuration } from "../core/time.js";
import { type PauseCode, PauseProvider } from "../errors.js";
import type { Provider } from "../providers/provider.js";
import type { ProviderState } from "../store/store.js";

/** The pause that holds now; undefined if there is none, its time is up or the settings changed. */
export function activePause(
  { pause }: ProviderState,
  { settings }: Pick<Provider, "settings">,
  now: number,
): PauseProvider | undefined {
  if (!pause) return undefined;
  const { code, message, until } = pause;
  if (until !== null) {
    if (until <= now) return undefined;
    return new PauseProvider(
      code as PauseCode,
      `${message} (paused for ${formatDuration(until - now)})`,
      until - now,
    );
  }
  if (pause.settings !== settings) return undefined;
  return new PauseProvider(
    code as PauseCode,
    message,
    "settings",
    "mend the settings; transcron config shows them",
  );
}
