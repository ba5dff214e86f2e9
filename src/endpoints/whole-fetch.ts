import { RetryLater } from "../errors.js";
import { orAborted } from "../system/limits.js";

/** A hundred long lines are a tenth of a megabyte; what is larger is no translation, and is not read to its end. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * `fetch` that ends with the body and not with the headers, so that a limit of time holds for both, and a body that
 * has no end is not read into memory.
 */
export const wholeFetch: typeof fetch = async (input, init) => {
  const signal = init?.signal ?? new AbortController().signal;
  const response = await orAborted(signal, fetch(input, { ...init, ...patience() }));
  const { status, statusText, headers } = response;
  const body = response.body && (await readAll(response.body, signal));
  return new Response(body, { status, statusText, headers });
};

async function readAll(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<Blob> {
  const reader = body.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await orAborted(signal, reader.read());
      if (done) return new Blob(parts);
      size += value.byteLength;
      if (size > MOST_BYTES) throw new RetryLater("bad_reply", "the reply has more than 16 MB");
      parts.push(value as Uint8Array<ArrayBuffer>);
    }
  } catch (error) {
    void reader.cancel().catch(() => {}); // closes the connection
    if (signal.aborted || error instanceof RetryLater) throw error;
    throw new RetryLater("bad_reply", `the reply broke off: ${(error as Error).message}`);
  }
}

const UNDICI = Symbol.for("undici.globalDispatcher.1");
let dispatcher: object | undefined;

/**
 * Node's fetch gives up after 300 seconds without headers or without a byte of the body, whatever limit a caller sets.
 * Its own agent takes other limits, and is found only as the one that is in use once fetch has been loaded.
 */
function patience(): object {
  if (!dispatcher) {
    new Response(); // loads it
    const used = (globalThis as Record<symbol, object | undefined>)[UNDICI];
    const Agent = used?.constructor as (new (limits: object) => object) | undefined;
    dispatcher = Agent && new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  }
  return dispatcher ? { dispatcher } : {};
}
