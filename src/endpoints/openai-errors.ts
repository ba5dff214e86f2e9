import { retryAfter } from "../core/pacing.js";
import { HOUR } from "../core/time.js";
import { NeverAgain, PauseEndpoint, RetryLater } from "../errors.js";
import { isFiltered, type Transport, withoutStatus } from "./failures.js";

/** Ways to ask for JSON, best first. Servers differ in what they accept. */
export const RUNGS = ["json_schema", "json_object", "text"] as const;
export type Rung = (typeof RUNGS)[number];

/** What a server and model were seen to refuse. */
export interface Dialect {
  rung?: Rung;
  dropped?: string[];
}

/** The parts of the client's errors that are looked at; `error` is an object or, from LM Studio, a string. */
export interface ApiError {
  status?: number;
  code?: unknown;
  type?: unknown;
  param?: unknown;
  message?: string;
  name?: string;
  error?: unknown;
  cause?: unknown;
  headers?: { get(name: string): string | null };
}

const ABOUT_FORMAT = /response_format|json_schema|json_object|json schema|structured|grammar/i;
const OPTIONAL_PARAMETERS = ["reasoning_effort", "max_completion_tokens"];

/** What the server said. */
export function textOf({ error, message }: ApiError): string {
  if (typeof error === "string") return error;
  const inner = (error as { message?: unknown } | undefined)?.message;
  return typeof inner === "string" ? inner : (message ?? "");
}

/** A simpler way of asking, where a request was refused for its form; undefined where that was not the reason. */
export function stepDown(thrown: unknown, dialect: Dialect): Dialect | undefined {
  const error = thrown as ApiError;
  const text = textOf(error);
  const refused = [400, 404, 422].includes(error.status ?? 0);
  if (!refused && !([500, 501].includes(error.status ?? 0) && ABOUT_FORMAT.test(text))) return undefined;

  const parameter = OPTIONAL_PARAMETERS.find((name) => error.param === name || text.includes(name));
  if (parameter && !dialect.dropped?.includes(parameter)) return withoutParameter(dialect, parameter);
  if (!ABOUT_FORMAT.test(text) && !String(error.param ?? "").startsWith("response_format")) return undefined;
  const rung = dialect.rung ?? RUNGS[0];
  if (rung === "text") return undefined;
  // LM Studio names what it would take: 'json_schema' or 'text', and no json_object.
  const onlyText = /must be .*json_schema.* or .*text/i.test(text);
  return { ...dialect, rung: rung === "json_schema" && !onlyText ? "json_object" : "text" };
}

export const withoutParameter = (dialect: Dialect, parameter: string): Dialect => ({
  ...dialect,
  dropped: [...(dialect.dropped ?? []), parameter],
});

const QUOTA =
  /insufficient_quota|credit_balance_exhausted|billing_hard_limit|insufficient credits|exceeded your current quota/i;
const TOO_LONG =
  /context_length_exceeded|maximum context|context length|context window|prompt is too long|too many tokens/i;
const UNKNOWN_MODEL =
  /model_not_found|model.{0,80}(does not exist|not found|not exist|is not available|unknown)|(unknown|invalid|no such) model/i;

/** What a server is asked for, and the settings that decide it, for messages. */
export interface Wording {
  api: string;
  url: string;
  key: string;
  model: string;
}

const CHAT: Wording = {
  api: "chat completions",
  url: "OPENAI_BASE_URL",
  key: "OPENAI_API_KEY",
  model: "TRANSCRON_MODEL",
};

interface Facts extends Transport {
  model: string;
  wording?: Wording;
}

/** What an error of the client means for the work; "truncated" and "refused" are answers rather than errors. */
export function classify(thrown: unknown, facts: Facts, now: number): Error | "truncated" | "refused" {
  const error = thrown as ApiError;
  // The client wraps what fetch throws.
  for (const own of [thrown, error.cause])
    if (own instanceof RetryLater || own instanceof PauseEndpoint) return own;
  const { status } = error;
  const { api, url, key, model } = facts.wording ?? CHAT;
  if (status === undefined) return withoutStatus(error, facts);

  const text = textOf(error);
  const words = `${String(error.code ?? "")} ${String(error.type ?? "")} ${text}`;
  const said = `${status} ${text.replace(/^\d{3} /, "").slice(0, 300) || "without a message"}`;
  const after = retryAfter(error.headers, now);

  if (status >= 400 && status < 500 && isFiltered(words)) return "refused";
  if (status === 401)
    return new PauseEndpoint(
      "bad_key",
      `the key was refused: ${said}`,
      "settings",
      `check ${key} and ${url}`,
    );
  if (status === 403)
    return new PauseEndpoint(
      "forbidden",
      `the server refuses access: ${said}`,
      "settings",
      "check the key's project and region",
    );
  if (status === 402 || (status === 429 && QUOTA.test(words))) {
    return new PauseEndpoint(
      "quota",
      `the quota is used up: ${said}`,
      HOUR,
      "add credit with the provider; it is tried again in an hour",
    );
  }
  if (status === 429 || status === 498) return new RetryLater("rate_limit", `${status} rate limit`, after);
  if (status === 413 || TOO_LONG.test(words)) return "truncated";
  if ([400, 404, 422].includes(status) && UNKNOWN_MODEL.test(words)) {
    return new PauseEndpoint(
      "unknown_model",
      `the server does not know the model ${facts.model}: ${said}`,
      "settings",
      `set ${model} to a model it has`,
    );
  }
  if (status === 404 || status === 405) {
    return new PauseEndpoint(
      "not_an_api",
      `${facts.baseUrl} has no ${api}: ${said}`,
      "settings",
      `${url} must be an OpenAI-compatible API, usually ending in /v1`,
    );
  }
  if ([408, 409, 425].includes(status)) return new RetryLater("timeout", said, after);
  if (status === 500) return new RetryLater("server_error", said, after);
  if (status > 500) return new RetryLater("overloaded", said, after);
  return new NeverAgain("bad_request", said);
}
