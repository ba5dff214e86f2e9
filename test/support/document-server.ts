import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

export interface Asked {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string };
}

type Reply = string | { status: number; body: unknown; headers?: Record<string, string> } | "cut";

/** The parameters that a prompt ends with. */
export function parametersIn({ messages }: Asked): Record<string, unknown> {
  const content = messages.find(({ role }) => role === "user")!.content;
  return JSON.parse(content.slice(content.indexOf("\n{") + 1 || content.indexOf("{")));
}

/** Whether a model is asked once more, with what was wrong with its reply. */
export const isAgain = ({ messages }: Asked) => messages.some(({ role }) => role === "assistant");

/**
 * A real HTTP server on loopback with OpenAI's chat completions, whose replies are documents. An answer is the reply's
 * text, or a response of another status.
 */
export async function documentServer(answer: (asked: Asked, count: number) => Reply | Promise<Reply>) {
  const requests: Asked[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = JSON.parse(await text(request)) as Asked;
    requests.push(asked);
    const reply = await answer(asked, requests.length);
    if (reply === "cut") return response.destroy();
    const [status, body, headers] =
      typeof reply === "string"
        ? [200, completion(asked.model, reply), {}]
        : [reply.status, reply.body, reply.headers];
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
    return undefined;
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    url,
    env: { TRANSCRON_PROVIDER: "openai", OPENAI_BASE_URL: url, OPENAI_API_KEY: "sk-test-0123456789" },
    requests,
  };
}

const completion = (model: string, content: string) => ({
  id: "c",
  object: "chat.completion",
  created: 0,
  model,
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
  usage: { prompt_tokens: 200, completion_tokens: 100, total_tokens: 300 },
});
