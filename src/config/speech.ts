import type { Config } from "../config.js";
import type { SpeechProviderName } from "../core/model.js";
import { isOpenAi } from "../core/prices.js";

/** Who transcribes by the settings: as named; else the command where there is one, else the server. */
export const speechProviderOf = (
  config: Pick<Config, "TRANSCRON_TRANSCRIBE_PROVIDER" | "TRANSCRON_TRANSCRIBE_COMMAND">,
): SpeechProviderName =>
  config.TRANSCRON_TRANSCRIBE_PROVIDER ?? (config.TRANSCRON_TRANSCRIBE_COMMAND ? "command" : "openai");

/** The server that transcribes and the key it gets. A key goes to no server that it was not set for. */
export function speechServerOf(config: Config): { baseUrl: string; apiKey: string | undefined } {
  const { OPENAI_BASE_URL, OPENAI_API_KEY, TRANSCRON_TRANSCRIBE_KEY } = config;
  const baseUrl = config.TRANSCRON_TRANSCRIBE_URL ?? OPENAI_BASE_URL;
  const known = isOpenAi(baseUrl) || new URL(baseUrl).origin === new URL(OPENAI_BASE_URL).origin;
  return { baseUrl, apiKey: TRANSCRON_TRANSCRIBE_KEY ?? (known ? OPENAI_API_KEY : undefined) };
}
