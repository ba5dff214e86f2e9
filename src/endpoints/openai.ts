import { createHash } from "node:crypto";
import type OpenAI from "openai";
import { costAt, costOf, isOpenAi, type Usage } from "../core/prices.js";
import { PauseEndpoint } from "../errors.js";
import { withLimits } from "../system/limits.js";
import { bare } from "./answers.js";
import type { CallOptions, Completed, Completion, Endpoint, EndpointConfig } from "./endpoint.js";
import { hidden, hiding } from "./hiding.js";
import { answerOf } from "./openai-answer.js";
import { classify, type Dialect, RUNGS, type Rung, stepDown, withoutParameter } from "./openai-errors.js";
import { wholeFetch } from "./whole-fetch.js";

const OPENAI = "https://api.openai.com/v1";

/** Any server that speaks OpenAI's Chat Completions, the one dialect they all share. */
export function openai(config: EndpointConfig): Endpoint {
  const { apiKey, baseUrl, model } = config;
  const settings = createHash("sha256")
    .update(`${baseUrl}\n${model}\n${apiKey ?? ""}`)
    .digest("hex")
    .slice(0, 16);
  let client: Promise<OpenAI> | undefined;
  const connected = () => {
    client ??= connect(config);
    return client;
  };
  return {
    name: "openai",
    model,
    key: `openai ${baseUrl} ${model}`,
    // OpenAI's own go by the bare name, as they did before servers were told apart.
    memory: baseUrl === OPENAI ? "openai" : `openai ${baseUrl}`,
    settings,
    remote: true,
    repeatable: true,
    price: (usage) => (usage ? priceOf(config, usage) : null),
    chat: { complete: async (completion, options) => ask(await connected(), config, completion, options) },
  };
}

/** List prices are OpenAI's own: a model of the same name elsewhere costs what somebody says, or is not known. */
function priceOf({ baseUrl, model, prices }: EndpointConfig, usage: Usage): number | null {
  const listed = isOpenAi(baseUrl) ? costOf(model, usage) : null;
  return listed ?? (prices ? costAt(prices, usage) : null);
}

/**
 * maxRetries 0: one place owns retries. The client's own layer sleeps through aborts, retries exhausted quotas and
 * obeys a Retry-After of any length.
 */
export async function connect({
  apiKey,
  baseUrl,
}: Pick<EndpointConfig, "apiKey" | "baseUrl">): Promise<OpenAI> {
  if (!apiKey && isOpenAi(baseUrl)) {
    throw new PauseEndpoint(
      "bad_key",
      "OPENAI_API_KEY is not set",
      "settings",
      "put `OPENAI_API_KEY=KEY`, with your key, into .env in the home folder",
    );
  }
  const { default: Client } = await import("openai");
  return new Client({
    apiKey: apiKey ?? "none",
    baseURL: baseUrl,
    maxRetries: 0,
    // OPENAI_LOG would have it write into the standard output that --json promises to be one document.
    logLevel: "off",
    fetch: wholeFetch,
    organization: null,
    project: null,
  });
}

/** Asks, and asks more simply where the server refuses the form. Each step changes what is sent, and there are few. */
async function ask(
  client: OpenAI,
  config: EndpointConfig,
  completion: Completion,
  options: CallOptions,
): Promise<Completed> {
  const { baseUrl, model } = config;
  const hide = hiding(config, completion);
  let dialect: Dialect = options.dialect;
  let spent: Completed | undefined;
  for (let learned = false; ; learned = true) {
    await options.sending();
    try {
      const given = await request(client, { model, dialect, completion, options });
      if (thoughtTooLong(given, completion, dialect)) {
        dialect = withoutParameter(dialect, "max_completion_tokens");
        spent = given;
        continue;
      }
      const answer = { ...withSpent(given, spent), problems: given.problems.map(hide) };
      return learned ? { ...answer, dialect: { ...dialect } } : answer;
    } catch (error) {
      options.signal.throwIfAborted();
      const simpler = stepDown(error, dialect);
      if (simpler) {
        dialect = simpler;
        continue;
      }
      const decision = classify(error, { baseUrl, model, timeout: options.timeout }, Date.now());
      if (typeof decision === "string") return { ...bare(decision), text: "" };
      throw hidden(decision, hide);
    }
  }
}

/** Whether the limit cut the reply off before any of it came: this model thinks aloud, and that counts too. */
const thoughtTooLong = ({ kind, text }: Completed, { most, mostIsWish }: Completion, dialect: Dialect) =>
  kind === "truncated" &&
  most !== undefined &&
  !mostIsWish &&
  takes(dialect, "max_completion_tokens") &&
  !/"\d+"\s*:/.test(text);

/** An answer with what one before it cost, which was of no use. */
function withSpent(answer: Completed, spent: Completed | undefined): Completed {
  if (!spent) return answer;
  const [one, other] = [answer.usage, spent.usage];
  const sum = (key: "input" | "cached" | "cacheWrites" | "output") => (one?.[key] ?? 0) + (other?.[key] ?? 0);
  const add = (a: number | null, b: number | null) => (a === null && b === null ? null : (a ?? 0) + (b ?? 0));
  const tokens = {
    input: add(answer.tokens.input, spent.tokens.input),
    cached: add(answer.tokens.cached, spent.tokens.cached),
    output: add(answer.tokens.output, spent.tokens.output),
  };
  if (!one && !other) return { ...answer, tokens };
  const counts = {
    input: sum("input"),
    cached: sum("cached"),
    cacheWrites: sum("cacheWrites"),
    output: sum("output"),
  };
  return { ...answer, tokens, usage: { ...other, ...one, ...counts } };
}

const takes = ({ dropped }: Dialect, parameter: string) => !dropped?.includes(parameter);

interface Request {
  model: string;
  dialect: Dialect;
  completion: Completion;
  options: CallOptions;
}

async function request(client: OpenAI, sent: Request): Promise<Completed> {
  const { signal, timeout } = sent.options;
  const { data, response } = await withLimits({ signals: [signal], timeout }, (limited) =>
    client.chat.completions
      .create(bodyOf(sent), { signal: limited, timeout: timeout + 1000 }) // its own limit is never the first
      .withResponse(),
  );
  return answerOf(data, { headers: response.headers, host: new URL(client.baseURL).host });
}

/** What goes over the wire, as far as this server was found to take it. */
function bodyOf({
  model,
  dialect,
  completion: { messages, schema, reasoning, most },
}: Request): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const formats: Record<Rung, object> = {
    json_schema: { response_format: { type: "json_schema", json_schema: schema } },
    json_object: { response_format: { type: "json_object" } },
    text: {},
  };
  // Models that don't reason by default refuse the field.
  const reasons = /^gpt-(5\.[6-9]|[6-9])/.test(model) && takes(dialect, "reasoning_effort");
  return {
    model,
    messages: [...messages],
    ...(schema ? formats[dialect.rung ?? RUNGS[0]] : {}),
    ...(reasoning && reasons ? { reasoning_effort: reasoning } : {}),
    ...(most !== undefined && takes(dialect, "max_completion_tokens") ? { max_completion_tokens: most } : {}),
  } as OpenAI.ChatCompletionCreateParamsNonStreaming;
}
