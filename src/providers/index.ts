import type { ProviderName } from "../core/model.js";
import { command } from "./command.js";
import { openai } from "./openai.js";
import type { Provider, ProviderConfig } from "./provider.js";
import { pseudo } from "./pseudo.js";

/** The providers there are; a new one is a file beside this one, its name in core/model.ts and its line here. */
export const PROVIDERS: Record<ProviderName, (config: ProviderConfig) => Provider> = {
  openai,
  command,
  pseudo,
};
