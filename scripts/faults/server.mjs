// An OpenAI-compatible server on loopback that keeps count of what it answered, to whom and when. Each process asks
// with a key of its own, so that a kill can be told which requests it interrupted.
import { createServer } from "node:http";
import { answerOf } from "../anchored.mjs";
import { rightFor } from "./films.mjs";

/** An answer may have reached a process this long before it was killed and not be saved yet. */
const SAVING = 500;

const error =
  (status, code) =>
  (response, headers = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify({ error: { message: code, type: code, code, param: null } }));
  };

/** Ways in which a request goes unanswered. */
const SPOIL = {
  429: (response) => error(429, "rate_limit_exceeded")(response, { "retry-after": "1" }),
  500: error(500, "server_error"),
  503: error(503, "server_is_overloaded"),
  silent: () => {},
  cut: (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"id": ');
    setTimeout(() => response.destroy(), 5);
  },
  drip: (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write("{");
  },
};

const completion = (model, content) => ({
  ...{ id: "chatcmpl-1", object: "chat.completion", created: 0, model },
  choices: [{ index: 0, message: { role: "assistant", content, refusal: null }, finish_reason: "stop" }],
  usage: { prompt_tokens: 100, completion_tokens: 40, total_tokens: 140 },
});

export async function startServer(random) {
  const settings = { delay: [20, 150], faults: [], share: 0 };
  /** Each request: who, its lines, when it was answered (undefined while it is out), which lines well. */
  const requests = [];
  /** When a process was interrupted: a request of it may still be on its way. */
  const interruptions = new Map();

  async function serve(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    if (!request.url.endsWith("/chat/completions")) return error(404, "not_here")(response);
    const body = JSON.parse(Buffer.concat(parts).toString());
    const entries = Object.entries(JSON.parse(body.messages.at(-1).content));
    const fault = random.chance(settings.share) ? random.pick(settings.faults) : undefined;
    const entry = {
      key: request.headers.authorization?.slice(7),
      lines: entries.map(([, line]) => line),
      fault,
    };
    if (Date.now() - interruptions.get(entry.key) < SAVING) entry.interrupted = true;
    requests.push(entry);
    await new Promise((done) => setTimeout(done, random.whole(...settings.delay)));
    if (SPOIL[fault]) return SPOIL[fault](response);
    const kept = fault === "missing" ? entries.filter((_, at) => at === 0 || random.chance(0.7)) : entries;
    const content =
      fault === "garbage"
        ? "Sorry, {I can't: do that"
        : answerOf(body, rightFor, (key) => kept.some(([one]) => one === key));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(completion(body.model, content)), () => {
      if (response.destroyed && !response.writableFinished) return;
      entry.answered = Date.now();
      // A line whose neighbour is missing is rightly doubted, and no answer of which anything is missing is certain.
      entry.well = fault ? [] : entry.lines;
    });
  }

  const server = createServer((request, response) =>
    serve(request, response).catch(() => response.destroy()),
  );
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    settings,
    requests,
    /** Notes that what this process has in flight may have to be asked for again. */
    interrupt: (key) => {
      interruptions.set(key, Date.now());
      for (const request of requests) {
        if (request.key === key && !(request.answered < Date.now() - SAVING)) request.interrupted = true;
      }
    },
    calm: () => {
      settings.share = 0;
    },
    stop: () => server.close().closeAllConnections(),
  };
}
