import type { IncomingMessage } from "node:http";
import { SECOND } from "../core/time.js";

interface CallOptions {
  /** JSON that is posted. */
  body?: string;
  /** Milliseconds until the answer's status must be there. */
  timeout: number;
}

/**
 * Calls an address and settles on the status of its answer; what follows is not waited for, since a server may break
 * off in the middle of it. Throws if the status is not a success.
 */
export async function call(method: "GET" | "POST", url: string, options: CallOptions): Promise<void> {
  (await open(method, url, options)).end();
}

/** Characters of an answer that is read. */
const MOST = 1024 * 1024;

/** The text at an address. Throws if the status is not a success, or if it is too long or not there in time. */
export async function read(url: string, options: Pick<CallOptions, "timeout">): Promise<string> {
  const { answer, end } = await open("GET", url, options);
  try {
    let text = "";
    for await (const part of answer.setEncoding("utf8")) {
      text += part;
      if (text.length > MOST) throw new Error(`${url} answered more than ${MOST} characters`);
    }
    return text;
  } finally {
    end();
  }
}

/**
 * Sends a request; settles on the status of its answer. Time runs on until it is ended. node:http rather than fetch,
 * whose first use costs a tick a tenth of a second and 40 MB.
 */
async function open(method: "GET" | "POST", url: string, { body, timeout }: CallOptions) {
  const { request } = await (url.startsWith("https:") ? import("node:https") : import("node:http"));
  const { host } = new URL(url);
  return new Promise<{ answer: IncomingMessage; end(): void }>((resolve, reject) => {
    const headers =
      body === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(url, { method, headers }, (answer) => {
      answer.on("error", () => {}); // the socket is closed before the answer has ended
      const status = answer.statusCode ?? 0;
      if (status >= 200 && status < 300) return resolve({ answer, end: () => void sent.destroy() });
      reject(new Error(`${host} answered ${status}`));
      sent.destroy();
    });
    const late = () => sent.destroy(new Error(`${host} did not answer within ${timeout / SECOND} s`));
    const timer = setTimeout(late, timeout);
    sent.on("error", reject);
    sent.on("close", () => clearTimeout(timer));
    sent.end(body);
  });
}
