import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SECOND } from "../src/core/time.js";
import { SPEECH_ENDPOINTS } from "../src/endpoints/speech/index.js";
import { call, recording } from "./support/speech.js";
import { refuse, say, speechServer, WHISPER } from "./support/speech-server.js";

type Takes = NonNullable<Parameters<typeof speechServer>[0]>["takes"];

async function setup(takes?: Takes, model = "whisper-x") {
  const server = await speechServer(takes ? { takes } : {});
  const config = {
    apiKey: "sk-test-0123456789",
    baseUrl: server.url,
    model,
    command: undefined,
    childEnv: {},
  };
  const endpoint = SPEECH_ENDPOINTS.openai(config);
  return { server, endpoint, speech: endpoint.speech! };
}

const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString());

describe("what is sent", () => {
  test("the file with its name and bytes, the model and the format with segments", async () => {
    const { server, speech } = await setup();
    const { options, sent } = call();
    const answer = await speech.transcribe(recording(), options);
    expect(answer).toMatchObject({ kind: "answered", problems: [] });
    expect(json(answer.bytes)).toEqual(WHISPER);
    const [form] = server.forms;
    expect(form!.file).toEqual({ name: "talk one.mp3", bytes: Buffer.from("not really audio") });
    expect(form!.fields).toEqual({
      model: ["whisper-x"],
      response_format: ["verbose_json"],
      "timestamp_granularities[]": ["segment"],
    });
    expect(form!.key).toBe("Bearer sk-test-0123456789");
    expect(sent()).toBe(1);
  });

  test.each([
    ["fr-CA", "fr"],
    ["zh-Hant", "zh"],
    ["nb", "no"],
  ])("the language %s as %s", async (language, code) => {
    const { server, speech } = await setup();
    await speech.transcribe(recording({ language }), call().options);
    expect(server.forms[0]!.fields.language).toEqual([code]);
  });

  test("nothing for a recording that is gone", async () => {
    const { server, speech } = await setup();
    const gone = recording();
    rmSync(gone.file);
    await expect(speech.transcribe(gone, call().options)).rejects.toMatchObject({ code: "ENOENT" });
    expect(server.forms).toEqual([]);
  });
});

describe("a format that the server refuses", () => {
  test("is followed by the next with times, and remembered", async () => {
    const { server, speech } = await setup(["vtt", "json"]);
    const { options, sent } = call();
    const { dialect, bytes } = await speech.transcribe(recording(), options);
    expect(server.asked()).toEqual(["verbose_json", "srt", "vtt"]);
    expect(Buffer.from(bytes).toString()).toContain("WEBVTT");
    expect(sent()).toBe(3);
    const again = await speech.transcribe(recording(), call({ dialect: dialect! }).options);
    expect(server.asked().slice(3)).toEqual(["vtt"]);
    expect(again.dialect).toBeUndefined();
  });

  test("is told by a server that only names its own field", async () => {
    const { server, speech } = await setup(["srt"]);
    server.fail(say({ detail: [{ loc: ["body", "response_format"], msg: "unexpected" }] }, { status: 422 }));
    await speech.transcribe(recording(), call().options);
    expect(server.asked()).toEqual(["verbose_json", "srt"]);
  });

  test("may be only its granularity", async () => {
    const { server, speech } = await setup();
    server.fail(refuse(400, "Unrecognized request argument: timestamp_granularities"));
    const { dialect } = await speech.transcribe(recording(), call().options);
    expect(server.forms.map(({ fields }) => Boolean(fields["timestamp_granularities[]"]))).toEqual([
      true,
      false,
    ]);
    expect(dialect).toEqual({ refused: ["timestamp_granularities"] });
  });

  test("leaves a recording that needs times with a clear word, and nothing paid", async () => {
    const { server, speech } = await setup(["json", "text"], "gpt-transcribe");
    await expect(speech.transcribe(recording(), call().options)).rejects.toMatchObject({
      name: "NeverAgain",
      code: "no_times",
      message: expect.stringContaining("gpt-transcribe gives no times"),
    });
    expect(server.asked()).toEqual(["verbose_json", "srt", "vtt"]);
  });

  test("leads to plain text where no times are needed", async () => {
    const { server, speech } = await setup(["json", "text"]);
    const answer = await speech.transcribe(recording({ timed: false }), call().options);
    expect(json(answer.bytes).text).toBe("Hello there.");
    expect(answer.tokens).toEqual({ input: 14, cached: null, output: 3 });
    expect(server.asked()).toEqual(["verbose_json", "json"]);
  });

  test("is not blamed for another mistake", async () => {
    const { server, speech } = await setup();
    server.fail(refuse(400, "Invalid file format."));
    await expect(speech.transcribe(recording(), call().options)).rejects.toMatchObject({
      code: "bad_request",
    });
    expect(server.forms).toHaveLength(1);
  });
});

describe("speakers", () => {
  test("are asked for in their own format, with a strategy for long recordings", async () => {
    const { server, speech } = await setup(["diarized_json"]);
    const answer = await speech.transcribe(recording({ diarize: true }), call().options);
    expect(json(answer.bytes).segments[0].speaker).toBe("A");
    expect(answer.problems).toEqual([]);
    expect(server.forms[0]!.fields).toMatchObject({
      response_format: ["diarized_json"],
      chunking_strategy: ["auto"],
    });
  });

  test("are given up with a note where the model does not know them", async () => {
    const { server, speech } = await setup();
    const answer = await speech.transcribe(recording({ diarize: true }), call().options);
    expect(answer.problems).toEqual(["whisper-x does not tell speakers apart"]);
    expect(server.asked()).toEqual(["diarized_json", "verbose_json"]);
  });
});

describe("a price", () => {
  const at = (baseUrl: string, model = "whisper-1") =>
    SPEECH_ENDPOINTS.openai({ apiKey: "k", baseUrl, model, command: undefined, childEnv: {} });
  const minute = { input: 0, cached: 0, cacheWrites: 0, output: 0, seconds: 60 };

  test("is known by the minute for OpenAI's own", () => {
    expect(at("https://api.openai.com/v1").price(minute)).toBeCloseTo(0.006);
    expect(at("https://api.openai.com/v1", "gpt-transcribe").price(minute)).toBeCloseTo(0.0045);
  });

  test("is unknown, and not zero, for others, other models and replies without a usage", () => {
    expect(at("http://127.0.0.1:1/v1").price(minute)).toBeNull();
    expect(at("https://api.openai.com/v1", "new").price(minute)).toBeNull();
    expect(at("https://api.openai.com/v1").price(undefined)).toBeNull();
  });

  test("is of the seconds that the reply states", async () => {
    const { speech } = await setup();
    expect((await speech.transcribe(recording(), call().options)).usage).toMatchObject({ seconds: 4 });
  });

  test.each([-1, "4", null, 1e12])("is of no such seconds as %s", async (seconds) => {
    const { server, speech } = await setup();
    server.fail(say({ ...WHISPER, usage: { type: "duration", seconds } }));
    expect((await speech.transcribe(recording(), call().options)).usage).toBeUndefined();
  });
});

describe("a failure is a decision", () => {
  const cases: [string, ReturnType<typeof say>, object][] = [
    [
      "a wrong key",
      refuse(401, "Incorrect API key sk-test-0123456789."),
      { name: "PauseEndpoint", code: "bad_key" },
    ],
    [
      "an unknown model",
      refuse(404, "The model `x` does not exist.", { code: "model_not_found" }),
      { code: "unknown_model" },
    ],
    ["no such address", refuse(404, "Not Found"), { code: "not_an_api" }],
    [
      "a quota",
      refuse(429, "You exceeded your current quota.", { code: "insufficient_quota" }),
      { code: "quota" },
    ],
    ["too many requests", refuse(429, "Rate limit reached."), { name: "RetryLater", code: "rate_limit" }],
    ["an error of the server", refuse(500, "The server had an error."), { code: "server_error" }],
    ["a busy server", refuse(503, "Overloaded."), { code: "overloaded" }],
    [
      "a redirect",
      (response) => void response.writeHead(307, { location: "/elsewhere" }).end(),
      { name: "PauseEndpoint", code: "not_an_api", message: expect.stringContaining("redirect") },
    ],
    ["a web page", say("<!DOCTYPE html><html>Welcome</html>"), { name: "PauseEndpoint", code: "not_an_api" }],
    ["a dropped connection", (response) => void response.socket!.destroy(), { code: "unreachable" }],
    [
      "a reply that breaks off",
      (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
        response.write('{"text"', () => response.socket!.destroy());
      },
      { name: "RetryLater", code: "bad_reply" },
    ],
  ];
  test.each(cases)("%s", async (_, fault, decision) => {
    const { server, speech } = await setup();
    server.fail(fault);
    const failed = speech.transcribe(recording(), call().options);
    await expect(failed).rejects.toMatchObject(decision);
    await failed.catch(({ message, hint = "" }) => {
      expect(message).not.toContain("sk-test-0123456789");
      expect(message).not.toContain("chat");
      expect(hint).not.toMatch(/TRANSCRON_MODEL/);
    });
  });

  test.each([
    ["a file that is too large", refuse(413, "Maximum content size limit (26214400) exceeded."), "truncated"],
    [
      "a recording that is too long",
      refuse(
        400,
        "audio duration 1500 seconds is longer than 1400 seconds which is the maximum for this model",
      ),
      "truncated",
    ],
    ["audio that is not to its liking", refuse(400, "content_policy_violation"), "refused"],
  ])("%s is an answer", async (_, fault, kind) => {
    const { server, speech } = await setup();
    server.fail(fault);
    expect(await speech.transcribe(recording(), call().options)).toMatchObject({
      kind,
      bytes: new Uint8Array(),
    });
  });

  test("no reply in time", async () => {
    const { server, speech } = await setup();
    server.fail(() => {});
    const failed = speech.transcribe(recording(), call({ timeout: 0.05 * SECOND }).options);
    await expect(failed).rejects.toMatchObject({ name: "RetryLater", code: "timeout" });
  });

  test("a stop ends it with its own reason", async () => {
    const { server, speech } = await setup();
    const stop = new AbortController();
    server.fail(() => stop.abort(new Error("stopped")));
    await expect(speech.transcribe(recording(), call({ signal: stop.signal }).options)).rejects.toThrow(
      "stopped",
    );
  });
});
