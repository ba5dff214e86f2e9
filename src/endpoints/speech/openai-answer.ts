import { NO_TOKENS } from "../../core/model.js";
import { paceOf } from "../../core/pacing.js";
import { PauseEndpoint } from "../../errors.js";
import type { Transcribed } from "../endpoint.js";

interface Received {
  headers: Headers;
  host: string;
}

/** A reply as it came, with what it says it used. Throws for a web page; whoever reads it judges the rest. */
export function transcribedBy(bytes: Uint8Array, { headers, host }: Received): Transcribed {
  const text = new TextDecoder().decode(bytes);
  if (/^\s*<(!doctype|html)\b/i.test(text)) {
    throw new PauseEndpoint(
      "not_an_api",
      `${host} answered with a web page`,
      "settings",
      "TRANSCRON_TRANSCRIBE_URL or OPENAI_BASE_URL must be an OpenAI-compatible API, usually ending in /v1",
    );
  }
  const used = usedBy(text);
  const pace = paceOf(headers, used.tokens.input ?? 0);
  return {
    kind: "answered",
    problems: [],
    ...used,
    ...(pace === undefined ? {} : { pace }),
    bytes,
    name: null,
  };
}

/** No recording is longer, and none uses more tokens; what says so is no count. */
const MOST = 1e9;

const count = (value: unknown) =>
  typeof value === "number" && value >= 0 && value <= MOST ? value : undefined;

/** What is billed: seconds or tokens, where the reply states them. */
function usedBy(text: string): Pick<Transcribed, "tokens" | "usage"> {
  const stated = usageIn(text);
  const seconds = count(stated.seconds);
  if (seconds !== undefined)
    return { tokens: NO_TOKENS, usage: { input: 0, cached: 0, cacheWrites: 0, output: 0, seconds } };
  const input = count(stated.input_tokens) ?? null;
  const output = count(stated.output_tokens) ?? null;
  const tokens = { input, cached: null, output };
  if (input === null || output === null) return { tokens };
  return { tokens, usage: { input, cached: 0, cacheWrites: 0, output } };
}

function usageIn(text: string): Record<string, unknown> {
  if (!/^\s*\{/.test(text)) return {};
  try {
    const { usage } = JSON.parse(text) as { usage?: unknown };
    return typeof usage === "object" && usage !== null ? (usage as Record<string, unknown>) : {};
  } catch {
    return {}; // broken off, or srt that begins like this
  }
}
