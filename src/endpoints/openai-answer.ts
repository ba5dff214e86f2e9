import type OpenAI from "openai";
import { NO_TOKENS } from "../core/model.js";
import { paceOf } from "../core/pacing.js";
import { PauseEndpoint, RetryLater } from "../errors.js";
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
  const choice = completion.choices?.[0];
  if (!choice?.message) throw new RetryLater("bad_reply", "the reply holds no choices");
  const pace = paceOf(headers, completion.usage?.total_tokens ?? 0);
  const used = { ...usedBy(completion), ...(pace === undefined ? {} : { pace }) };

  const { content, refusal } = choice.message;
  if (choice.finish_reason === "length") return { kind: "truncated", text: "", problems: [], ...used };
  if (refusal || choice.finish_reason === "content_filter") {
    return { kind: "refused", text: "", problems: refusal ? [refusal.slice(0, 200)] : [], ...used };
  }
  return { kind: "answered", text: content ?? "", problems: [], ...used };
}

function usedBy({
  usage,
  service_tier: tier,
}: Partial<OpenAI.ChatCompletion>): Pick<Completed, "tokens" | "usage"> {
  if (!usage) return { tokens: NO_TOKENS };
  const details = usage.prompt_tokens_details as
    | { cached_tokens?: number; cache_write_tokens?: number }
    | undefined;
  const cached = details?.cached_tokens ?? 0;
  return {
    tokens: { input: usage.prompt_tokens ?? null, cached, output: usage.completion_tokens ?? null },
    usage: {
      input: usage.prompt_tokens ?? 0,
      cached,
      cacheWrites: details?.cache_write_tokens ?? 0,
      output: usage.completion_tokens ?? 0,
      ...(tier ? { tier } : {}),
    },
  };
}
