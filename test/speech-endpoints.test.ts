import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deadlineOf } from "../src/core/deadline.js";
import { SPEECH_PROVIDER_NAMES, type SpeechProviderName } from "../src/core/model.js";
import { HOUR, MINUTE, SECOND } from "../src/core/time.js";
import type { Endpoint, Speech } from "../src/endpoints/endpoint.js";
import { SPEECH_ENDPOINTS } from "../src/endpoints/speech/index.js";
import { readHeard } from "../src/transcription/read-heard.js";
import { call, recording } from "./support/speech.js";
import { speechServer } from "./support/speech-server.js";
import { world } from "./support/world.js";

const SRT = "1\\n00:00:00,000 --> 00:00:01,500\\nHello there.\\n";

async function endpointOf(name: SpeechProviderName): Promise<Endpoint & { speech: Speech }> {
  const { url } = await speechServer();
  const command = `sh -c 'printf "${SRT}" > "$OUT"'`;
  const config = { apiKey: "k", baseUrl: url, model: "m", command, childEnv: { PATH: process.env.PATH } };
  return SPEECH_ENDPOINTS[name](config) as Endpoint & { speech: Speech };
}

describe.each(SPEECH_PROVIDER_NAMES)("what holds for every recogniser: %s", (name) => {
  test("its reply can be read, with times inside the recording", async () => {
    const { speech } = await endpointOf(name);
    const given = recording();
    const answer = await speech.transcribe(given, call().options);
    expect(answer.kind).toBe("answered");
    const { segments } = readHeard(answer, given);
    expect(segments.length).toBeGreaterThan(0);
    for (const { start, end, text } of segments) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(given.duration!);
      expect(text.trim()).toBe(text);
    }
  });

  test("it takes a recording of unknown length and a language", async () => {
    const { speech } = await endpointOf(name);
    const given = recording({ duration: null, language: "fr", timed: false });
    const answer = await speech.transcribe(given, call().options);
    expect(readHeard(answer, given).segments.length).toBeGreaterThan(0);
  });

  test("it heeds a stop that came before", async () => {
    const { speech } = await endpointOf(name);
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(speech.transcribe(recording(), call({ signal }).options)).rejects.toThrow("stopped");
  });

  test("what keeps a request back keeps it back", async () => {
    const { speech, remote } = await endpointOf(name);
    const sending = async () => {
      throw new Error("not now");
    };
    const asked = speech.transcribe(recording(), call({ sending }).options);
    if (remote || name === "command") await expect(asked).rejects.toThrow("not now");
    else await asked;
  });

  test("its key is none of an endpoint that translates", async () => {
    const { key } = await endpointOf(name);
    expect(key).toContain("speech");
  });

  test("it is free on this machine, and of unknown price elsewhere", async () => {
    const { price, remote } = await endpointOf(name);
    expect(price(undefined)).toBe(remote ? null : 0);
  });
});

describe("placeholders", () => {
  const heard = async (duration: number | null) => {
    const given = recording({ duration });
    const { speech } = await endpointOf("pseudo");
    return readHeard(await speech.transcribe(given, call().options), given).segments;
  };

  test("stand every five seconds, as long as the recording", async () => {
    expect(await heard(12.5 * SECOND)).toEqual([
      { start: 0, end: 5000, text: "[pseudo transcript 00:00:00]" },
      { start: 5000, end: 10_000, text: "[pseudo transcript 00:00:05]" },
      { start: 10_000, end: 12_500, text: "[pseudo transcript 00:00:10]" },
    ]);
  });

  test("go beyond an hour", async () => {
    expect((await heard(HOUR + 5 * SECOND)).at(-1)!.text).toBe("[pseudo transcript 01:00:00]");
  });

  test("are there for the shortest recording", async () => {
    expect(await heard(0)).toHaveLength(1);
  });
});

test.each([
  [null, 5 * MINUTE],
  [10 * SECOND, 5 * MINUTE],
  [75 * SECOND, 5 * MINUTE],
  [10 * MINUTE, 40 * MINUTE],
  [3 * HOUR, 12 * HOUR],
])("a recording of %s ms may take %s", (duration, most) => {
  expect(deadlineOf({ duration, least: 5 * MINUTE })).toBe(most);
});

describe("who is asked by the settings", () => {
  const chosen = async (env: NodeJS.ProcessEnv) => (await world(env).context().speech()).key;

  test.each([
    [{}, "openai speech https://api.openai.com/v1 whisper-1"],
    [{ TRANSCRON_TRANSCRIBE_COMMAND: "a {file}" }, "command speech a {file}"],
    [{ TRANSCRON_TRANSCRIBE_COMMAND: "a", TRANSCRON_TRANSCRIBE_PROVIDER: "pseudo" }, "pseudo speech"],
    [{ OPENAI_BASE_URL: "http://one/v1" }, "openai speech http://one/v1 whisper-1"],
    [
      {
        OPENAI_BASE_URL: "http://one/v1",
        TRANSCRON_TRANSCRIBE_URL: "http://two/v1",
        TRANSCRON_TRANSCRIBE_MODEL: "large",
      },
      "openai speech http://two/v1 large",
    ],
  ])("%j", async (env, key) => {
    expect(await chosen(env)).toBe(key);
  });

  test("is asked anew when .env has changed", async () => {
    const here = world();
    const context = here.context();
    const before = await context.speech();
    expect(await context.speech()).toBe(before);
    writeFileSync(join(here.home, ".env"), "TRANSCRON_TRANSCRIBE_PROVIDER=pseudo\n", { mode: 0o600 });
    expect(context.reread()).toBe(true);
    expect((await context.speech()).name).toBe("pseudo");
  });

  test("a command whose quotes stay open is refused where settings are", async () => {
    const { code, err } = await world({ TRANSCRON_TRANSCRIBE_COMMAND: "a 'b" }).cli("config");
    expect(code).toBe(2);
    expect(err).toContain("TRANSCRON_TRANSCRIBE_COMMAND");
    expect(err).toContain("every quote closed");
  });

  test("a key goes to the server it was set for and to no other", async () => {
    const server = await speechServer();
    const keyFor = async (env: NodeJS.ProcessEnv) => {
      const { speech } = await world({ OPENAI_API_KEY: "sk-one", ...env })
        .context()
        .speech();
      await speech!.transcribe(recording(), call().options);
      return server.forms.at(-1)!.key;
    };
    expect(await keyFor({ OPENAI_BASE_URL: server.url })).toBe("Bearer sk-one");
    expect(await keyFor({ TRANSCRON_TRANSCRIBE_URL: server.url })).toBe("Bearer none");
    expect(await keyFor({ TRANSCRON_TRANSCRIBE_URL: server.url, TRANSCRON_TRANSCRIBE_KEY: "sk-two" })).toBe(
      "Bearer sk-two",
    );
  });

  test("OpenAI without a key is a pause that says what to set", async () => {
    const { speech } = await world().context().speech();
    await expect(speech!.transcribe(recording(), call().options)).rejects.toMatchObject({ code: "bad_key" });
  });
});
