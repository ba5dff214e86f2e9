import type OpenAI from "openai";
import { NO_TOKENS } from "../core/model.js";
import { paceOf } from "../core/pacing.js";
import { PauseEndpoint, RetryLater } from "../errors.js";
import { countOf } from "./answers.js";
import type { Completed } from "./endpoint.js";

interface Received {
  headers: Headers;
  host: string;
}

/** What a response says, with what it used. Throws for what is no chat completion. */
export function answerOf(data: unknown, { headers, host }: Received): Completed {
  if (typeof data !== "object" || data === null) {
    throw new PauseEndpoint(
      "not_an_api",
      `${host} answered ${headers.get("content-type") ?? "something"} and not JSON`,
      "settings",
      "OPENAI_BASE_URL must be an OpenAI-compatible API, usually ending in /v1",
    );
  }
  const completion = data as Partial<OpenAI.ChatCompletion>;
  const used = usedBy(completion);
  const choice: { message?: unknown; finish_reason?: unknown } | undefined = completion.choices?.[0];
  const message = choice?.message as { content?: unknown; refusal?: unknown } | undefined;
  const pace = paceOf(headers, (used.tokens.input ?? 0) + (used.tokens.output ?? 0));
  const about = { ...used, ...(pace === undefined ? {} : { pace }) };
  if (!message) {
    // What was paid for is an answer, if an empty one: its cost is kept.
    if (used.usage) return { kind: "answered", text: "", problems: ["the reply holds no choices"], ...about };
    throw new RetryLater("bad_reply", "the reply holds no choices");
  }
  const text = textOf(message.content);
  const refusal = textOf(message.refusal);
  if (choice?.finish_reason === "length") return { kind: "truncated", text, problems: [], ...about };
  if (refusal || choice?.finish_reason === "content_filter") {
    return { kind: "refused", text: "", problems: refusal ? [refusal.slice(0, 200)] : [], ...about };
  }
  return { kind: "answered", text, problems: [], ...about };
}

/** A text, though servers also send it as a list of parts or a number. */
function textOf(content: unknown): string {
  if (typeof content === "string" || typeof content === "number") return String(content);
  if (!Array.isArray(content)) return "";
  return content.map((part) => textOf((part as { text?: unknown } | null)?.text ?? part)).join("");
}

interface StatedUsage {
  prompt_tokens?: unknown;
  completion_tokens?: unknown;
  prompt_tokens_details?: { cached_tokens?: unknown; cache_write_tokens?: unknown } | null;
}

/** What was used; without a usage to price where the server's figures make no sense. */
function usedBy(completion: Partial<OpenAI.ChatCompletion>): Pick<Completed, "tokens" | "usage"> {
  const stated = completion.usage as StatedUsage | null | undefined;
  const input = countOf(stated?.prompt_tokens);
  const output = countOf(stated?.completion_tokens);
  if (!stated || (input === null && output === null)) return { tokens: NO_TOKENS };
  const details = stated.prompt_tokens_details;
  const part = (value: unknown) => Math.min(countOf(value) ?? 0, input ?? 0);
  const cached = part(details?.cached_tokens);
  const cacheWrites = part(details?.cache_write_tokens);
  const tokens = { input, cached, output };
  if (input === null || output === null) return { tokens };
  const tier: unknown = completion.service_tier;
  return {
    tokens,
    usage: { input, cached, cacheWrites, output, ...(typeof tier === "string" ? { tier } : {}) },
  };
}
