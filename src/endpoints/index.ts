import type { ProviderName } from "../core/model.js";
import { anthropic } from "./anthropic.js";
import { command } from "./command.js";
import type { Endpoint, EndpointConfig } from "./endpoint.js";
import { openai } from "./openai.js";
import { pseudo } from "./pseudo.js";

/** The endpoints there are; a new one is a file beside this one, its name in core/model.ts and its line here. */
export const ENDPOINTS: Record<ProviderName, (config: EndpointConfig) => Endpoint> = {
  openai,
  anthropic,
  command,
  pseudo,
};
