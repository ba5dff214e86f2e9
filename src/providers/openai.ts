import { createHash } from "node:crypto";
import type OpenAI from "openai";
import { NO_TOKENS } from "../core/model.js";
import { paceOf } from "../core/pacing.js";
import { costOf } from "../core/prices.js";
import { buildMessages, linesSchema, type Prompt } from "../core/prompt.js";
import { parseReply } from "../core/reply.js";
import { PauseProvider, RetryLater } from "../errors.js";
import { classify, type Dialect, RUNGS, type Rung, stepDown } from "./openai-errors.js";
import type { Answer, Provider, ProviderConfig, RequestOptions } from "./provider.js";

/** The one server that is sure to want a key; many local ones want none. */
const needsKey = (baseUrl: string) => new URL(baseUrl).host === "api.openai.com";

/** Any server that speaks OpenAI's Chat Completions, the one dialect they all share. */
export function openai({ apiKey, baseUrl, model }: ProviderConfig): Provider {
  const settings = createHash("sha256")
    .update(`${baseUrl}\n${model}\n${apiKey ?? ""}`)
    .digest("hex")
    .slice(0, 16);
  // Some servers repeat the key in what they answer, and headers that can't be sent are quoted in errors.
  const hide = (text: string) => (apiKey ? text.replaceAll(apiKey, "…") : text);
  let client: OpenAI | undefined;

  // maxRetries 0: one place owns retries. The client's own layer sleeps through aborts, retries exhausted quotas
  // and obeys a Retry-After of any length.
  async function connect(): Promise<OpenAI> {
    if (client) return client;
    if (!apiKey && needsKey(baseUrl)) {
      throw new PauseProvider(
        "bad_key",
        "OPENAI_API_KEY is not set",
        "settings",
        "put it into .env in the home folder",
      );
    }
    const { default: Client } = await import("openai");
    client = new Client({
      apiKey: apiKey ?? "none",
      baseURL: baseUrl,
      maxRetries: 0,
      organization: null,
      project: null,
    });
    return client;
  }

  return {
    name: "openai",
    model,
    key: `openai ${baseUrl} ${model}`,
    settings,
    remote: true,
    repeatable: true,
    anyLanguage: false,
    translate: async (prompt, options) => {
      const api = await connect();
      let dialect: Dialect = options.dialect;
      let learned = false;
      // Each step down changes what is sent, and there are few: this ends.
      for (;;) {
        try {
          const given = await request(api, model, prompt, dialect, options);
          const answer = { ...given, problems: given.problems.map(hide) };
          return learned ? { ...answer, dialect: { ...dialect } } : answer;
        } catch (error) {
          options.signal.throwIfAborted();
          const simpler = stepDown(error, dialect);
          if (simpler) {
            dialect = simpler;
            learned = true;
            continue;
          }
          const decision = classify(error, { baseUrl, model, timeout: options.timeout }, Date.now());
          if (decision instanceof Error) {
            decision.message = hide(decision.message);
            decision.stack = hide(decision.stack ?? "");
            throw decision;
          }
          return { kind: decision, lines: new Map(), problems: [], tokens: NO_TOKENS, cost: null };
        }
      }
    },
  };
}

async function request(
  api: OpenAI,
  model: string,
  prompt: Prompt,
  dialect: Dialect,
  { signal, timeout }: RequestOptions,
): Promise<Answer> {
  const body = bodyOf(model, prompt, dialect);
  // The client's own timeout ends at the headers; this one covers the body too.
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const { data, response } = await api.chat.completions
    .create(body, { signal: deadline, timeout: timeout + 1000 })
    .withResponse();
  const completion = data as Partial<OpenAI.ChatCompletion> | string | null;
  if (typeof completion !== "object" || completion === null) {
    throw new PauseProvider(
      "not_an_api",
      `${new URL(api.baseURL).host} answered ${response.headers.get("content-type") ?? "something"} and not JSON`,
      "settings",
      "OPENAI_BASE_URL must be an OpenAI-compatible API, usually ending in /v1",
    );
  }
  const choice = completion.choices?.[0];
  if (!choice?.message) throw new RetryLater("bad_reply", "the reply holds no choices");

  const usage = completion.usage;
  const tokens = {
    input: usage?.prompt_tokens ?? null,
    cached: usage?.prompt_tokens_details?.cached_tokens ?? (usage ? 0 : null),
    output: usage?.completion_tokens ?? null,
  };
  const details = usage?.prompt_tokens_details as { cache_write_tokens?: number } | undefined;
  const cost = usage
    ? costOf(
        model,
        {
          input: usage.prompt_tokens ?? 0,
          cached: tokens.cached ?? 0,
          cacheWrites: details?.cache_write_tokens ?? 0,
          output: usage.completion_tokens ?? 0,
        },
        completion.service_tier ?? undefined,
      )
    : null;
  const pace = paceOf(response.headers, usage?.total_tokens ?? 0);
  const paid = { tokens, cost, ...(pace === undefined ? {} : { pace }) };

  const { content, refusal } = choice.message;
  if (choice.finish_reason === "length")
    return { kind: "truncated", lines: new Map(), problems: [], ...paid };
  if (refusal || choice.finish_reason === "content_filter") {
    return { kind: "refused", lines: new Map(), problems: refusal ? [refusal.slice(0, 200)] : [], ...paid };
  }
  const { lines, problems } = parseReply(content ?? "", prompt.lines.length);
  return { kind: "lines", lines, problems, ...paid };
}

function bodyOf(
  model: string,
  prompt: Prompt,
  dialect: Dialect,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const formats: Record<Rung, object> = {
    json_schema: { response_format: { type: "json_schema", json_schema: linesSchema(prompt.lines.length) } },
    json_object: { response_format: { type: "json_object" } },
    text: {},
  };
  const dropped = dialect.dropped ?? [];
  // Models that reason by default bill it as output; translating needs none of it. Others refuse the field.
  const reasoning = /^gpt-(5\.[6-9]|[6-9])/.test(model) && !dropped.includes("reasoning_effort");
  return {
    model,
    messages: buildMessages(prompt),
    ...formats[dialect.rung ?? RUNGS[0]],
    ...(reasoning ? { reasoning_effort: "none" } : {}),
  } as OpenAI.ChatCompletionCreateParamsNonStreaming;
}
