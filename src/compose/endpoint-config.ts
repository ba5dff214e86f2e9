import { type Config, modelOf } from "../config.js";
import type { ProviderName } from "../core/model.js";
import type { EndpointConfig } from "../endpoints/endpoint.js";

type Server = Pick<EndpointConfig, "apiKey" | "baseUrl">;

const openai = ({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl }: Config): Server => ({
  apiKey,
  baseUrl,
});

/** The settings of each provider's server; a program on this machine has none to look at. */
const SERVERS: Record<ProviderName, (config: Config) => Server> = {
  openai,
  anthropic: ({ ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl }) => ({ apiKey, baseUrl }),
  command: openai,
  pseudo: openai,
};

/** What the endpoint is made from that the settings name. */
export function endpointConfig(config: Config): EndpointConfig {
  const { TRANSCRON_PROVIDER, TRANSCRON_COMMAND, PRICE_IN: input, PRICE_OUT: output } = config;
  return {
    ...SERVERS[TRANSCRON_PROVIDER](config),
    model: modelOf(config) ?? "",
    command: TRANSCRON_COMMAND,
    prices: input === undefined || output === undefined ? undefined : { input, output },
    quotes: config.QUOTE_TEXT,
    childEnv: config.childEnv,
  };
}
