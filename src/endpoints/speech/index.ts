import type { SpeechProviderName } from "../../core/model.js";
import type { Endpoint, SpeechConfig } from "../endpoint.js";
import { command } from "./command.js";
import { openai } from "./openai.js";
import { pseudo } from "./pseudo.js";

/** Who can be asked for a transcript; a new one is a file beside this one, its name in core/model.ts and its line here. */
export const SPEECH_ENDPOINTS: Record<SpeechProviderName, (config: SpeechConfig) => Endpoint> = {
  openai,
  command,
  pseudo,
};
