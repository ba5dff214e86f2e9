import { createHash } from "node:crypto";
import { retryAfter } from "../core/pacing.js";
import { HOUR } from "../core/time.js";
import { NeverAgain, PauseEndpoint, RetryLater } from "../errors.js";
import type { Received } from "./anthropic-answer.js";
import { isFiltered } from "./failures.js";

/** What a server and model were seen to refuse. */
export interface Dialect {
  /** `text`: no schema is taken. */
  rung?: "text";
  /** Hashes of schemas that are too much for it. */
  unfit?: string[];
  /** The most tokens that a reply of this model may have. */
  most?: number;
}

/** An error as the server worded it. */
interface ApiError {
  status: number;
  type: string;
  message: string;
  /** All it said, to be searched for codes. */
  words: string;
  headers: Headers;
}

/** What a reply says went wrong, also one that has the status of success; undefined for an answer. */
export function errorIn({ ok, status, headers, data }: Received): ApiError | undefined {
  const { type: kind, error } = (data ?? {}) as { type?: unknown; error?: unknown };
  if (ok && kind !== "error") return undefined;
  const { type, message } = (error ?? {}) as { type?: unknown; message?: unknown };
  const said = typeof error === "string" ? error : typeof message === "string" ? message : "";
  const words = error === undefined ? "" : JSON.stringify(error);
  return { status, type: typeof type === "string" ? type : "", message: said, words, headers };
}

/** What a schema is remembered by. */
export const hashOf = (schema: object): string =>
  createHash("sha256").update(JSON.stringify(schema)).digest("hex").slice(0, 12);

/** Schemas that are remembered as unfit: more would fill the store with what no template has any more. */
const MOST_UNFIT = 50;

const ABOUT_SCHEMA = /output_config|output_format|schema|grammar|structured output/i;
/** The form itself is not known, whatever the schema: neither the field nor, to this model, the feature. */
const ABOUT_FORM =
  /output_(config|format)(\.format)?: (extra inputs|unknown|unexpected)|not support.{0,20}(structured|json_schema|output_)|(structured outputs?|output_(config|format)) (is|are) not/i;
/** `max_tokens: 8192 > 4096, which is the maximum allowed number of output tokens for …` */
const TOO_MANY = /max_tokens: \d+ > (\d+)/;

/** What of a request its form can be refused for. */
interface Sent {
  max_tokens: number;
  output_config?: { format: { schema: object } };
}

/** A simpler way of asking, where a request was refused for its form; undefined where that was not the reason. */
export function stepDown({ status, message }: ApiError, sent: Sent, dialect: Dialect): Dialect | undefined {
  if (![400, 422].includes(status)) return undefined;
  const most = Number(TOO_MANY.exec(message)?.[1] ?? Number.NaN);
  if (most > 0 && most < sent.max_tokens) return { ...dialect, most };
  const schema = sent.output_config?.format.schema;
  if (!schema || !ABOUT_SCHEMA.test(message)) return undefined;
  if (ABOUT_FORM.test(message)) return { ...dialect, rung: "text" };
  return { ...dialect, unfit: [...(dialect.unfit ?? []), hashOf(schema)].slice(-MOST_UNFIT) };
}

type Trouble =
  | "bad_key"
  | "forbidden"
  | "quota"
  | "not_found"
  | "too_long"
  | "filtered"
  | "rate_limit"
  | "timeout"
  | "server_error"
  | "overloaded"
  | "not_an_api"
  | "bad_request";

/** `invalid_request_error` is not here: some servers call everything so, and the status says more. */
const BY_TYPE = new Map<string, Trouble>([
  ["authentication_error", "bad_key"],
  ["permission_error", "forbidden"],
  ["billing_error", "quota"],
  ["not_found_error", "not_found"],
  ["request_too_large", "too_long"],
  ["rate_limit_error", "rate_limit"],
  ["timeout_error", "timeout"],
  ["api_error", "server_error"],
  ["overloaded_error", "overloaded"],
]);

const BY_STATUS = new Map<number, Trouble>([
  [401, "bad_key"],
  [402, "quota"],
  [403, "forbidden"],
  [404, "not_found"],
  [405, "not_an_api"],
  [408, "timeout"],
  [409, "timeout"],
  [413, "too_long"],
  [425, "timeout"],
  [429, "rate_limit"],
  [500, "server_error"],
  [504, "timeout"],
]);

const MONEY = /enforced_spend_limit_reached|credit balance is too low/i;
const TOO_LONG = /prompt is too long|exceed(s|ed)? (the )?context|context (limit|window)/i;

function troubleOf({ status, type, message, words }: ApiError): Trouble {
  if (MONEY.test(words)) return "quota";
  const known = BY_TYPE.get(type) ?? BY_STATUS.get(status);
  const byWords = status >= 400 && status < 500 && (!known || known === "forbidden");
  if (byWords && isFiltered(message)) return "filtered";
  if (known) return known;
  if (status > 500) return "overloaded";
  if (status < 400) return "not_an_api";
  return TOO_LONG.test(message) ? "too_long" : "bad_request";
}

interface About {
  baseUrl: string;
  model: string;
  message: string;
  /** The status and the message. */
  said: string;
  /** Milliseconds that the server asked to be left alone. */
  after: number | undefined;
}

const noApi = ({ baseUrl, said }: About) =>
  new PauseEndpoint(
    "not_an_api",
    `${baseUrl} has no /v1/messages: ${said}`,
    "settings",
    "ANTHROPIC_BASE_URL must be an API with /v1/messages",
  );

const unknownModel = ({ model, said }: About) =>
  new PauseEndpoint(
    "unknown_model",
    `the server does not know the model ${model}: ${said}`,
    "settings",
    "set TRANSCRON_MODEL to a model it has",
  );

/** What each means for the work; "truncated" and "refused" are answers rather than errors. */
const DECISIONS: Record<Trouble, (about: About) => Error | "truncated" | "refused"> = {
  bad_key: ({ said }) =>
    new PauseEndpoint(
      "bad_key",
      `the key was refused: ${said}`,
      "settings",
      "check ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL",
    ),
  forbidden: ({ said }) =>
    new PauseEndpoint(
      "forbidden",
      `the server refuses access: ${said}`,
      "settings",
      "check what the key may use",
    ),
  quota: ({ said }) =>
    new PauseEndpoint(
      "quota",
      `the credit or spend limit is used up: ${said}`,
      HOUR,
      "add credit or raise the limit with the provider; it is tried again in an hour",
    ),
  not_found: (about) => (/model/i.test(about.message) ? unknownModel(about) : noApi(about)),
  not_an_api: noApi,
  too_long: () => "truncated",
  filtered: () => "refused",
  rate_limit: ({ after }) => new RetryLater("rate_limit", "429 rate limit", after),
  timeout: ({ said, after }) => new RetryLater("timeout", said, after),
  server_error: ({ said, after }) => new RetryLater("server_error", said, after),
  overloaded: ({ said, after }) => new RetryLater("overloaded", said, after),
  bad_request: ({ said }) => new NeverAgain("bad_request", said),
};

/** What an error of the server means for the work: its type decides, and its status where it names no type. */
export function decide(
  error: ApiError,
  facts: Pick<About, "baseUrl" | "model">,
  now: number,
): Error | "truncated" | "refused" {
  const { status, message, headers } = error;
  const said = `${status} ${message.slice(0, 300) || "without a message"}`;
  return DECISIONS[troubleOf(error)]({ ...facts, message, said, after: retryAfter(headers, now) });
}
