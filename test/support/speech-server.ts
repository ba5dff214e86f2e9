import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What one request had in its form. */
export interface Form {
  fields: Record<string, string[]>;
  file: { name: string; bytes: Buffer } | undefined;
  key: string | undefined;
}

type Reply = (response: ServerResponse, form: Form) => void;

/** A reply of JSON, or of text in the type of its format. */
export const say =
  (body: unknown, { status = 200, headers = {} }: { status?: number; headers?: object } = {}): Reply =>
  (response) => {
    const text = typeof body === "string";
    const type = text ? "text/plain; charset=utf-8" : "application/json";
    response.writeHead(status, { "content-type": type, ...headers });
    response.end(text ? body : JSON.stringify(body));
  };

export const refuse = (status: number, message: string, more: object = {}): Reply =>
  say({ error: { message, type: "invalid_request_error", code: null, param: null, ...more } }, { status });

export const WHISPER = {
  task: "transcribe",
  language: "english",
  duration: 4,
  text: " Hello there. How are you?",
  segments: [
    {
      id: 0,
      start: 0,
      end: 1.5,
      text: " Hello there.",
      avg_logprob: -0.2,
      compression_ratio: 1.1,
      no_speech_prob: 0.01,
    },
    {
      id: 1,
      start: 2,
      end: 4,
      text: " How are you?",
      avg_logprob: -0.3,
      compression_ratio: 1.2,
      no_speech_prob: 0.02,
    },
  ],
  usage: { type: "duration", seconds: 4 },
};

/**
 * A real HTTP server on loopback with /v1/audio/transcriptions: it answers each format it takes, refuses the others as
 * OpenAI does, and spoils the next requests as it is told to.
 */
export async function speechServer({
  takes = ["verbose_json"],
  hear,
}: {
  takes?: string[];
  /** What it hears instead, as JSON. */
  hear?: (form: Form, nth: number) => unknown;
} = {}) {
  const forms: Form[] = [];
  const faults: Reply[] = [];
  const replies: Record<string, unknown> = {
    verbose_json: WHISPER,
    srt: "1\n00:00:00,000 --> 00:00:01,500\nHello there.\n",
    vtt: "WEBVTT\n\n00:00.000 --> 00:01.500\nHello there.\n",
    json: {
      text: "Hello there.",
      usage: { type: "tokens", input_tokens: 14, output_tokens: 3, total_tokens: 17 },
    },
    text: "Hello there.\n",
    diarized_json: {
      task: "transcribe",
      duration: 4,
      text: "A: Hello there.",
      segments: [
        {
          type: "transcript.text.segment",
          id: "seg_001",
          start: 0,
          end: 1.5,
          text: "Hello there.",
          speaker: "A",
        },
      ],
    },
  };
  const answer = async (form: Form, response: ServerResponse) => {
    const heard = hear && (await hear(form, forms.length));
    if (heard !== undefined) return say(heard)(response, form);
    const format = form.fields.response_format?.[0] ?? "json";
    if (takes.includes(format)) return say(replies[format])(response, form);
    const message = `response_format '${format}' is not compatible with model 'm'. Use ${takes.join(" or ")} instead.`;
    return refuse(400, message, { param: "response_format", code: "unsupported_value" })(response, form);
  };
  const server = createServer(async (request, response) => {
    const form = await formOf(request);
    forms.push(form);
    const fault = faults.shift();
    if (fault) fault(response, form);
    else await answer(form, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(stop);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    url,
    env: { OPENAI_BASE_URL: url, OPENAI_API_KEY: "sk-test-0123456789" },
    forms,
    /** The formats that were asked for, in order. */
    asked: () => forms.map(({ fields }) => fields.response_format?.[0]),
    fail: (...next: Reply[]) => void faults.push(...next),
    stop,
  };
}

async function formOf(request: IncomingMessage): Promise<Form> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(Buffer.concat(parts), { headers }).formData();
  const fields: Form["fields"] = {};
  let file: Form["file"];
  for (const [name, value] of form.entries()) {
    if (typeof value === "string") fields[name] = [...(fields[name] ?? []), value];
    else file = { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return { fields, file, key: request.headers.authorization };
}
