import type { IncomingMessage, ServerResponse } from "node:http";
import { LLMock } from "@copilotkit/aimock";
import { onTestFinished } from "vitest";
import { beginningsOf } from "../../src/core/anchors.js";

type Lines = Record<string, string>;
interface Fault {
  (request: IncomingMessage, response: ServerResponse): void | Promise<void>;
  /** The same as aimock says it, where it can. */
  asAnswer?: { error: { message: string; type: string; code?: string }; status: number };
}

export interface Body {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { schema: unknown } };
  [key: string]: unknown;
}

/**
 * What a good model would answer, for tests: in brackets, every word written backwards with an accent at its end. So no
 * word of the source is left, and the whole looks like French to a program that knows languages by their letters.
 */
export const french = (line: string) =>
  `FR(${line.replace(/[a-z]+/gi, (word) => `${[...word].reverse().join("")}é`)})`;

/**
 * A real HTTP server on loopback: aimock's chat completions, answering each line, behind a mount that can spoil the
 * next requests in ways aimock has no words for.
 */
export async function openaiServer(
  answer: (lines: Lines, body: Body) => unknown = (lines) => translated(lines),
) {
  const faults: Fault[] = [];
  const lasting: { where(text: string): boolean; fault: Fault }[] = [];
  let count = 0;
  const mock = new LLMock({ port: 0, logLevel: "silent" });
  mock.on({ predicate: () => true }, async (request) => {
    const body = request as unknown as Body;
    const lines = JSON.parse(body.messages.at(-1)!.content) as Lines;
    const spoil = lasting.find(({ where }) => where(Object.values(lines).join("\n")));
    if (spoil) return spoil.fault.asAnswer!;
    const content = await answer(lines, body);
    const text = typeof content === "string" ? content : JSON.stringify(withAnchors(content, lines, body));
    return { content: text, usage: { prompt_tokens: 100, completion_tokens: 40, total_tokens: 140 } };
  });
  mock.mount("/v1/chat", {
    handleRequest: async (request, response) => {
      count++;
      const fault = faults.shift();
      if (fault) await fault(request, response);
      return fault !== undefined;
    },
  });
  await mock.start();
  const stop = () => mock.stop().catch(() => {}); // a test may have stopped it
  onTestFinished(stop);
  const url = `${mock.url}/v1`;
  return {
    url,
    env: { TRANSCRON_PROVIDER: "openai", OPENAI_BASE_URL: url, OPENAI_API_KEY: "sk-test-0123456789" },
    /** Spoils the next requests, one each. */
    fail: (...next: Fault[]) => void faults.push(...next),
    /** Spoils every request whose lines are like this, in place of what was said before. */
    failWhere: (where: (text: string) => boolean, fault: Fault) =>
      void lasting.splice(0, 1, { where, fault }),
    /** Every request that reached the server. */
    count: () => count,
    /** The bodies of those that were answered. */
    bodies: () => mock.getRequests().map(({ body }) => body as unknown as Body),
    /** The lines of those that were answered. */
    asked: () =>
      mock
        .getRequests()
        .map(({ body }) =>
          Object.values(JSON.parse((body as unknown as Body).messages.at(-1)!.content) as Lines),
        ),
    stop,
  };
}

/** Each value behind the beginning of the line that has its key, if the system prompt asks for that. */
export function withAnchors(content: unknown, lines: Lines, { messages }: Body): unknown {
  if (!messages[0]!.content.includes(ANCHORED) || !content || typeof content !== "object") return content;
  const keys = Object.keys(lines);
  const beginnings = beginningsOf(Object.values(lines));
  const anchored = ([key, value]: [string, unknown]): [string, unknown] => {
    const at = keys.indexOf(key);
    return [key, at >= 0 && typeof value === "string" && value ? `${beginnings[at]} | ${value}` : value];
  };
  return Object.fromEntries(Object.entries(content).map(anchored));
}

const ANCHORED = '{"1": "Good morning | Bonjour"}';

export function translated(
  lines: Lines,
  change: (line: string, key: string) => string | undefined = french,
): Lines {
  return Object.fromEntries(
    Object.entries(lines).flatMap(([key, line]) => {
      const text = change(line, key);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

const HTML = "<html><body>Welcome to the hotel's network</body></html>";

const send = (status: number, body: unknown, headers: Record<string, string> = {}): Fault => {
  return (_, response) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, {
      "content-type": typeof body === "string" ? "text/html" : "application/json",
      ...headers,
    });
    response.end(text);
  };
};

const error = (
  status: number,
  code: string | null,
  message: string,
  headers: Record<string, string> = {},
  type = "invalid_request_error",
): Fault =>
  Object.assign(send(status, { error: { message, type, code, param: null } }, headers), {
    asAnswer: { error: { message, type, ...(code ? { code } : {}) }, status },
  });

/** A completion that says what it used, or has its content, in a form of its own. */
export const oddly =
  (change: { usage?: object; content?: (text: string) => unknown; choices?: unknown }): Fault =>
  async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const asked = JSON.parse(body) as Body;
    const lines = JSON.parse(asked.messages.at(-1)!.content) as Lines;
    const content = (change.content ?? String)(JSON.stringify(withAnchors(translated(lines), lines, asked)));
    const reply = {
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: 100, completion_tokens: 40, total_tokens: 140 },
      ...change,
    };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply));
  };

const completion = (message: object, finish_reason: string) =>
  send(200, {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 0,
    model: "m",
    choices: [
      { index: 0, message: { role: "assistant", content: null, refusal: null, ...message }, finish_reason },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  });

/** Ways in which servers fail, each seen in the wild. */
export const FAULTS = {
  badKey: error(401, "invalid_api_key", "Incorrect API key provided."),
  echoKey: ((request, response) => {
    response.writeHead(401, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: `No such key: ${request.headers.authorization}` } }));
  }) as Fault,
  forbidden: error(403, "unsupported_country_region_territory", "Country not supported."),
  moderation: error(403, null, "Your input was flagged by the model's moderation."),
  contentPolicy: error(400, "content_policy_violation", "This request violates our content policy."),
  accountFlagged: error(403, null, "Your account was flagged for abuse."),
  unknownModel: error(404, "model_not_found", "The model `nope` does not exist."),
  quota: error(429, "insufficient_quota", "You exceeded your current quota.", {}, "insufficient_quota"),
  rateLimit: error(429, "rate_limit_exceeded", "Rate limit reached.", { "retry-after": "7" }, "requests"),
  rateLimitForAMinute: error(
    429,
    "rate_limit_exceeded",
    "Rate limit reached.",
    { "retry-after": "50" },
    "requests",
  ),
  rateLimitForHours: error(
    429,
    "rate_limit_exceeded",
    "Rate limit reached.",
    { "retry-after": "3600" },
    "requests",
  ),
  rateLimitForYears: error(
    429,
    "rate_limit_exceeded",
    "Rate limit reached.",
    { "retry-after": "10000000000000" },
    "requests",
  ),
  badRequest: error(400, null, "Something in this request is not to my liking."),
  serverError: error(500, null, "The server had an error.", {}, "server_error"),
  overloaded: error(503, "server_is_overloaded", "Overloaded."),
  tooLong: error(400, "context_length_exceeded", "This model's maximum context length is 4096 tokens."),
  noJsonSchema: error(400, null, "This response_format type is unavailable now"),
  lmStudio: send(400, { error: "'response_format.type' must be 'json_schema' or 'text'" }),
  noGrammar: send(500, {
    error: {
      code: 500,
      message: "response_format type must be one of text or json_object",
      type: "server_error",
    },
  }),
  noReasoning: error(
    400,
    "unsupported_parameter",
    "Unrecognized request argument supplied: reasoning_effort",
  ),
  html: send(200, HTML),
  badGateway: send(502, HTML),
  notJson: send(200, "{ not json", { "content-type": "application/json" }),
  noLimit: error(400, "unsupported_parameter", "Unsupported parameter: 'max_completion_tokens'."),
  thinking: completion({ content: "<think>First, I" }, "length"),
  length: completion({ content: '{"1": "cut o' }, "length"),
  refusal: completion({ refusal: "I can't help with that." }, "stop"),
  filtered: completion({ content: "" }, "content_filter"),
  blank: completion({ content: "   \n  " }, "stop"),
  hangUp: ((request) => void request.socket.destroy()) as Fault,
  /** Headers and a first byte at once, then nothing: the client's own timeout has ended by then. */
  drip: ((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write("{");
  }) as Fault,
  cutOff: ((request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"id": ');
    setTimeout(() => request.socket.destroy(), 5);
  }) as Fault,
};
