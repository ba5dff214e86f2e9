import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { translated, withAnchors } from "./openai-server.js";

type Lines = Record<string, string>;
type Fault = (request: IncomingMessage, response: ServerResponse, body: Body) => void;

export interface Body {
  model: string;
  max_tokens: number;
  system?: string;
  messages: { role: string; content: string }[];
  output_config?: { format: { type: string; schema: Record<string, unknown> } };
}

/** The lines of a request, which are its last message. */
const linesOf = ({ messages }: Body) => JSON.parse(messages.at(-1)!.content) as Lines;

/** A good reply, with what is changed of it. */
const message = (text: string, change: object = {}) => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  content: [{ type: "text", text }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 100, output_tokens: 40 },
  ...change,
});

/** What a good model would say to a request. */
function goodText(body: Body, answer: (lines: Lines) => unknown = (lines) => translated(lines)): string {
  const lines = linesOf(body);
  const messages = [{ role: "system", content: body.system ?? "" }, ...body.messages];
  return JSON.stringify(withAnchors(answer(lines), lines, { model: body.model, messages }));
}

/** A real HTTP server on loopback that speaks the Messages API, and can spoil the next requests or some of all. */
export async function anthropicServer(answer?: (lines: Lines) => unknown) {
  const faults: Fault[] = [];
  const lasting: { where(text: string): boolean; fault: Fault }[] = [];
  const bodies: Body[] = [];
  const requests: { path: string; headers: IncomingMessage["headers"] }[] = [];
  const stated: Record<string, string> = {};
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    requests.push({ path: request.url ?? "", headers: request.headers });
    if (request.method !== "POST" || request.url !== "/v1/messages")
      return FAULTS.noPath(request, response, {} as Body);
    const body = JSON.parse(text) as Body;
    const spoil = lasting.find(({ where }) => where(Object.values(linesOf(body)).join("\n")));
    const fault = faults.shift() ?? spoil?.fault;
    if (fault) return fault(request, response, body);
    bodies.push(body);
    reply(200, message(goodText(body, answer)), stated)(request, response, body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const stop = async () => void server.close().closeAllConnections();
  onTestFinished(stop);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    env: {
      TRANSCRON_PROVIDER: "anthropic",
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: "sk-ant-test-0123456789",
    },
    /** Spoils the next requests, one each. */
    fail: (...next: Fault[]) => void faults.push(...next),
    /** Spoils every request whose lines are like this, in place of what was said before. */
    failWhere: (where: (text: string) => boolean, fault: Fault) =>
      void lasting.splice(0, 1, { where, fault }),
    /** The headers of good replies, from now on. */
    state: (headers: Record<string, string>) => void Object.assign(stated, headers),
    count: () => requests.length,
    requests: () => requests,
    /** The bodies of requests that were answered well. */
    bodies: () => bodies,
    asked: () => bodies.map((body) => Object.values(linesOf(body))),
    stop,
  };
}

/** Answers with a status and a body: JSON, or text as HTML. */
const reply =
  (status: number, body: unknown, headers: Record<string, string> = {}): Fault =>
  (_, response) => {
    const isText = typeof body === "string";
    response.writeHead(status, { "content-type": isText ? "text/html" : "application/json", ...headers });
    response.end(isText ? body : JSON.stringify(body));
  };

export const error = (status: number, type: string, message: string, headers: Record<string, string> = {}) =>
  reply(
    status,
    { type: "error", error: { type, message }, request_id: "req_1" },
    { "request-id": "req_1", ...headers },
  );

/** A good reply, or one that is changed in some way. */
export const oddly =
  (change: object | ((text: string) => object)): Fault =>
  (request, response, body) => {
    const text = goodText(body);
    reply(200, message(text, typeof change === "function" ? change(text) : change))(request, response, body);
  };

const raw =
  (body: string, type = "application/json"): Fault =>
  (_, response) =>
    void response.writeHead(200, { "content-type": type }).end(body);

/** Ways in which the API and what stands before it fail. */
export const FAULTS = {
  badKey: error(401, "authentication_error", "invalid x-api-key"),
  echoKey: ((request, response, body) =>
    error(401, "authentication_error", `No such key: ${request.headers["x-api-key"]}`)(
      request,
      response,
      body,
    )) as Fault,
  forbidden: error(403, "permission_error", "Your API key does not have permission to use this resource."),
  billing: error(402, "billing_error", "There is an issue with your billing."),
  credit: error(400, "invalid_request_error", "Your credit balance is too low to access the API."),
  spendLimit: reply(
    429,
    {
      type: "error",
      error: {
        type: "rate_limit_error",
        message: "Limit reached.",
        details: { code: "enforced_spend_limit_reached" },
      },
    },
    { "retry-after": "5" },
  ),
  unknownModel: error(404, "not_found_error", "model: nope"),
  noPath: error(404, "not_found_error", "Not Found"),
  tooLarge: error(413, "request_too_large", "Request exceeds the maximum size"),
  tooLong: error(400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum"),
  rateLimit: error(429, "rate_limit_error", "Number of requests exceeded.", { "retry-after": "7" }),
  rateLimitForHours: error(429, "rate_limit_error", "Number of requests exceeded.", {
    "retry-after": "3600",
  }),
  serverError: error(500, "api_error", "Internal server error"),
  timeout: error(504, "timeout_error", "The request timed out."),
  overloaded: error(529, "overloaded_error", "Overloaded"),
  /** What proxies answer, without an error of the API's own. */
  overloadedHtml: reply(529, "<html><body>busy</body></html>"),
  badRequest: error(400, "invalid_request_error", "Something in this request is not to my liking."),
  filtered: error(400, "invalid_request_error", "Output blocked by content filtering policy"),
  noFormat: error(400, "invalid_request_error", "output_config: Extra inputs are not permitted"),
  grammar: error(400, "invalid_request_error", "The compiled grammar is too large. Simplify your schema."),
  tooManyTokens: error(
    400,
    "invalid_request_error",
    "max_tokens: 9999 > 200, which is the maximum allowed number of output tokens for this model",
  ),
  html: raw("<html><body>Welcome to the hotel's network</body></html>", "text/html"),
  redirect: reply(307, "", { location: "http://127.0.0.1:1/elsewhere" }),
  maxTokens: oddly({ content: [{ type: "text", text: '{"1": "cut o' }], stop_reason: "max_tokens" }),
  window: oddly({
    content: [{ type: "text", text: '{"1": "cut o' }],
    stop_reason: "model_context_window_exceeded",
  }),
  refusal: oddly({ content: [{ type: "text", text: "I can't." }], stop_reason: "refusal" }),
  hangUp: ((request) => void request.socket.destroy()) as Fault,
  drip: ((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write("{");
  }) as Fault,
  cutOff: ((request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"id": "msg_1", "content": [');
    setTimeout(() => request.socket.destroy(), 5);
  }) as Fault,
  /** Events though none were asked for. */
  stream: raw('event: message_start\ndata: {"type":"message_start"}\n\n', "text/event-stream"),
  /** The same, broken off in the middle. */
  brokenStream: ((request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write('event: message_start\ndata: {"type":');
    setTimeout(() => request.socket.destroy(), 5);
  }) as Fault,
  errorText: reply(400, { error: "something is wrong" }),
};

/** Replies that are no answer; the next good one is. */
export const BROKEN: Record<string, Fault> = {
  "JSON that does not close": raw('{"type": "message", "content": ['),
  "no JSON under its name": raw("oops"),
  "nothing at all": raw(""),
  "an object without anything": raw("{}"),
  "another API's reply": raw('{"choices": [{"message": {"content": "{}"}}]}'),
  "no content": oddly({ content: undefined }),
  "content that is null": oddly({ content: null }),
  "content that is a number": oddly({ content: 7 }),
  "no blocks": oddly({ content: [] }),
  "a block that is null": oddly({ content: [null] }),
  "blocks of thinking alone": oddly({ content: [{ type: "thinking", thinking: "Well" }] }),
  "a call of a tool": oddly({ content: [{ type: "tool_use", input: {} }], stop_reason: "tool_use" }),
  "a turn that pauses": oddly({ stop_reason: "pause_turn" }),
  "no reason to stop": oddly({ stop_reason: null }),
  "a reason nobody knows": oddly({ stop_reason: "bored" }),
  "a reason that is no text": oddly({ stop_reason: { why: 1 } }),
  prose: oddly({ content: [{ type: "text", text: "Here you are!" }] }),
  "other keys": oddly({ content: [{ type: "text", text: '{"a": "b"}' }] }),
  "a list in place of an object": oddly({ content: [{ type: "text", text: '["a", "b"]' }] }),
  "an error that calls itself a success": error(200, "overloaded_error", "Overloaded"),
  "events that break off": FAULTS.brokenStream,
  "a body that breaks off": FAULTS.cutOff,
  "a connection that breaks off": FAULTS.hangUp,
};
