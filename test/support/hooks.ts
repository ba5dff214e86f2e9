import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface HookCall {
  method: string;
  path: string;
  body: string;
}

/** A server that writes down how it was called, and lets the test answer. */
export async function answering(answer: (call: HookCall, response: ServerResponse) => unknown) {
  const calls: HookCall[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const call = { method: request.method!, path: request.url!, body };
    calls.push(call);
    await answer(call, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

/** A server that answers with the statuses it is given, else 200. */
export const hookServer = (...statuses: number[]) =>
  answering((_, response) => response.writeHead(statuses.shift() ?? 200).end());

/** Answers 200 and breaks off in the middle of what it announced. */
export function breakOff(response: ServerResponse) {
  response.writeHead(200, { "content-length": "100" }).write("half of");
  setImmediate(() => response.socket!.destroy());
}
