#!/usr/bin/env node
// An OpenAI-compatible server for trying transcron out and for its proofs, on loopback only: it "translates" by
// mirroring letters, takes DELAY milliseconds a request, counts what it was asked, and ends after 10 minutes.
import { createServer } from "node:http";
import { answerOf } from "./anchored.mjs";
import { mirror } from "./mirror.mjs";

export function startServer({ port = 0, delay = 0 } = {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = JSON.parse(Buffer.concat(parts).toString() || "{}");
    if (!request.url.endsWith("/chat/completions")) {
      response.writeHead(404, { "content-type": "application/json" });
      return response.end(
        JSON.stringify({
          error: { message: "not here", type: "invalid_request_error", code: null, param: null },
        }),
      );
    }
    const lines = JSON.parse(body.messages.at(-1).content);
    asked.push(Object.values(lines));
    await new Promise((resolve) => setTimeout(resolve, delay));
    const content = answerOf(body, mirror);
    const [input, output] = [JSON.stringify(body.messages).length >> 2, content.length >> 2];
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        id: "chatcmpl-1",
        object: "chat.completion",
        created: 0,
        model: body.model,
        choices: [
          { index: 0, message: { role: "assistant", content, refusal: null }, finish_reason: "stop" },
        ],
        usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
      }),
    );
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      const url = `http://127.0.0.1:${server.address().port}/v1`;
      resolve({ url, asked, stop: () => server.close().closeAllConnections() });
    });
  });
}

if (process.argv[1]?.endsWith("fake-openai.mjs")) {
  const { url } = await startServer({
    port: Number(process.env.PORT ?? 0),
    delay: Number(process.env.DELAY ?? 0),
  });
  console.log(url);
  setTimeout(() => process.exit(0), 10 * 60 * 1000);
}
