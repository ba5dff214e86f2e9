import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import { ENDPOINTS } from "../src/endpoints/index.js";
import { withLimits } from "../src/system/limits.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects garbage again and again, as a busy process does. */
function collecting() {
  const timer = setInterval(collect, 20);
  onTestFinished(() => clearInterval(timer));
}

async function serverThat(name: "openai" | "anthropic", respond: Parameters<typeof createServer>[1]) {
  const server = createServer(respond);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close().closeAllConnections());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const config = {
    apiKey: undefined,
    baseUrl,
    model: "m",
    command: undefined,
    prices: undefined,
    quotes: false,
    childEnv: {},
  };
  return ENDPOINTS[name](config);
}

const LINE = { messages: [{ role: "user" as const, content: "Hello" }] };
const options = (timeout: number, signal = new AbortController().signal) => ({
  signal,
  timeout,
  dialect: {},
  sending: async () => {},
});

test("a limit of time holds though nothing else holds its signal and garbage is collected", async () => {
  collecting();
  const never = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  await expect(withLimits({ signals: [], timeout: 200 }, never)).rejects.toThrow("time is up");
  const outer = new AbortController();
  setTimeout(() => outer.abort(new Error("lost")), 200);
  await expect(withLimits({ signals: [outer.signal] }, never)).rejects.toThrow("lost");
});

const silent = () => {};
const drip = (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write("{");
};

test.each([
  ["openai", "headers", silent],
  ["openai", "a body", drip],
  ["anthropic", "headers", silent],
  ["anthropic", "a body", drip],
] as const)(
  "%s: a server that never sends %s is waited for as long as was said",
  async (name, _, respond) => {
    const endpoint = await serverThat(name, (_request, response) => respond(response));
    collecting();
    const started = Date.now();
    await expect(endpoint.chat!.complete(LINE, options(500))).rejects.toMatchObject({ code: "timeout" });
    expect(Date.now() - started).toBeLessThan(3000);
  },
);

test.each(["openai", "anthropic"] as const)("%s: a reply without an end is not read to it", async (name) => {
  const written = { bytes: 0 };
  const endpoint = await serverThat(name, (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const block = Buffer.alloc(1024 * 1024, " ");
    const more = () => {
      while (written.bytes < 600 * block.length) {
        written.bytes += block.length;
        if (!response.write(block)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  await expect(endpoint.chat!.complete(LINE, options(20_000))).rejects.toMatchObject({
    code: "bad_reply",
    message: expect.stringContaining("16 MB"),
  });
  expect(written.bytes).toBeLessThan(100 * 1024 * 1024);
});
