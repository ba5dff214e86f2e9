import { createHash } from "node:crypto";
import { costAt, isAnthropic } from "../core/prices.js";
import { PauseEndpoint } from "../errors.js";
import { withLimits } from "../system/limits.js";
import { bare } from "./answers.js";
import { answerOf, type Received } from "./anthropic-answer.js";
import { type Dialect, decide, errorIn, hashOf, stepDown } from "./anthropic-errors.js";
import type { CallOptions, Completed, Completion, Endpoint, EndpointConfig } from "./endpoint.js";
import { withoutStatus } from "./failures.js";
import { hidden, hiding } from "./hiding.js";
import { wholeFetch } from "./whole-fetch.js";

const ANTHROPIC = "https://api.anthropic.com";

/** The version of the API that is spoken, which has been the newest since 2023. */
const VERSION = "2023-06-01";

/** Tokens of a reply where nothing else is said: the API wants a limit, and all models but the oldest take this one. */
const USUAL_MOST = 8192;

/** Anthropic's Messages API, or a server that speaks it. */
export function anthropic(given: EndpointConfig): Endpoint {
  // As people know base addresses from other APIs, they may end with the version.
  const config = { ...given, baseUrl: given.baseUrl.replace(/\/v1$/, "") };
  const { apiKey, baseUrl, model, prices } = config;
  const settings = createHash("sha256")
    .update(`${baseUrl}\n${model}\n${apiKey ?? ""}`)
    .digest("hex")
    .slice(0, 16);
  return {
    name: "anthropic",
    model: model || null,
    key: `anthropic ${baseUrl} ${model}`,
    memory: baseUrl === ANTHROPIC ? "anthropic" : `anthropic ${baseUrl}`,
    settings,
    remote: true,
    repeatable: true,
    price: (usage) => (usage && prices ? costAt(prices, usage) : null),
    chat: { complete: async (completion, options) => ask(config, completion, options) },
  };
}

/** Whether anything can be sent at all; nothing is, and nothing is paid, where it can't. */
function assertReady({ apiKey, baseUrl, model }: EndpointConfig): void {
  if (!apiKey && isAnthropic(baseUrl)) {
    throw new PauseEndpoint(
      "bad_key",
      "ANTHROPIC_API_KEY is not set",
      "settings",
      "put `ANTHROPIC_API_KEY=KEY`, with your key, into .env in the home folder",
    );
  }
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new PauseEndpoint(
      "bad_key",
      "ANTHROPIC_API_KEY holds a character that no key has",
      "settings",
      "copy the key again, without spaces or quotation marks",
    );
  }
  if (!model) {
    throw new PauseEndpoint(
      "unknown_model",
      "TRANSCRON_MODEL is not set, and there is no default for Anthropic's API",
      "settings",
      "put a line such as `TRANSCRON_MODEL=claude-sonnet-4-6` into .env in the home folder",
    );
  }
}

/** Asks, and asks more simply where the server refuses the form. Each step changes what is sent, and there are few. */
async function ask(config: EndpointConfig, completion: Completion, options: CallOptions): Promise<Completed> {
  assertReady(config);
  const { baseUrl, model } = config;
  const hide = hiding(config, completion);
  let dialect: Dialect = options.dialect;
  for (let learned = false; ; learned = true) {
    await options.sending();
    try {
      const sent = bodyOf({ model, dialect, completion });
      const received = await post(config, sent, options);
      const error = errorIn(received);
      if (!error) {
        const answer = answerOf(received, Date.now());
        const problems = answer.problems.map(hide);
        return { ...answer, problems, ...(learned ? { dialect: { ...dialect } } : {}) };
      }
      const simpler = stepDown(error, sent, dialect);
      if (simpler) {
        dialect = simpler;
        continue;
      }
      const decision = decide(error, { baseUrl, model }, Date.now());
      if (typeof decision === "string") return { ...bare(decision), text: "" };
      throw decision;
    } catch (error) {
      options.signal.throwIfAborted();
      throw hidden(error as Error, hide);
    }
  }
}

/** Sends a request and reads the whole reply. Throws for what never became an HTTP answer, or broke off in it. */
async function post(
  { apiKey, baseUrl }: EndpointConfig,
  body: Body,
  { signal, timeout }: CallOptions,
): Promise<Received> {
  const url = `${baseUrl}/v1/messages`;
  const key = apiKey ? { "x-api-key": apiKey } : undefined;
  try {
    const response = await withLimits({ signals: [signal], timeout }, (limited) =>
      wholeFetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", "anthropic-version": VERSION, ...key },
        body: JSON.stringify(body),
        signal: limited,
        redirect: "manual", // a redirect would take the key to another server
      }),
    );
    const { ok, status, headers } = response;
    return { ok, status, headers, host: new URL(url).host, ...read(await response.text(), headers) };
  } catch (error) {
    throw withoutStatus(error as Error, { baseUrl, timeout });
  }
}

/** A body as JSON; without data where it is something else. Throws SyntaxError for JSON that is broken. */
function read(text: string, headers: Headers): Pick<Received, "data"> {
  try {
    return { data: JSON.parse(text) };
  } catch (error) {
    if (headers.get("content-type")?.includes("json")) throw error;
    return { data: undefined };
  }
}

interface Body {
  model: string;
  max_tokens: number;
  system?: string;
  messages: { role: string; content: string }[];
  output_config?: { format: { type: "json_schema"; schema: object } };
}

interface Request {
  model: string;
  dialect: Dialect;
  completion: Completion;
}

/**
 * What goes over the wire, as far as this server was found to take it. Nothing is said of reasoning: these models do
 * not reason unless they are asked to.
 */
function bodyOf({ model, dialect, completion: { messages, schema, most = USUAL_MOST } }: Request): Body {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const takes = schema && dialect.rung !== "text" && !dialect.unfit?.includes(hashOf(schema.schema));
  return {
    model,
    max_tokens: Math.min(most, dialect.most ?? most),
    ...(system.length ? { system: system.join("\n\n") } : {}),
    messages: messages.filter(({ role }) => role !== "system"),
    ...(takes ? { output_config: { format: { type: "json_schema", schema: schema.schema } } } : {}),
  };
}
