import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { anthropicServer, BROKEN, error, FAULTS, oddly } from "./support/anthropic-server.js";
import { french } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

/** A project of so many lines, and a server that answers. */
async function setup({ lines = 4, env = {} }: { lines?: number; env?: NodeJS.ProcessEnv } = {}) {
  const server = await anthropicServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "claude-test", ...env });
  await here.cli("add", here.file("talk.srt", srtOf(lines)), "--to", "fr", "--from", "en");
  const project = async () => {
    const { data } = await here.json("list");
    return (await here.json("show", data.projects[0].id, "--segments")).data;
  };
  return { server, here, project };
}

const expected = (lines: number) =>
  Array.from({ length: lines }, (_, index) => french(`This is line number ${index + 1} of the talk.`));
const texts = (project: { segments: { translation: string | null }[] }) =>
  project.segments.map(({ translation }) => translation);

function outcomes(home: string) {
  const db = new Database(join(home, "transcron.db"), { readonly: true });
  const found = db.prepare("select outcome from requests order by id").pluck().all();
  db.close();
  return found;
}

describe("a good server", () => {
  test("translates a whole file, which is written with its times", async () => {
    const { server, here, project } = await setup({ lines: 21 });
    expect((await here.cli("tick")).code).toBe(0);
    expect(server.asked().map((lines) => lines.length)).toEqual([7, 7, 7]);
    const done = await project();
    expect([done.status, done.model]).toEqual(["completed", "claude-test"]);
    expect(texts(done)).toEqual(expected(21));
    const out = here.file("out.srt", "");
    expect((await here.cli("export", done.id, "-o", out, "--force")).code).toBe(0);
    expect(readFileSync(out, "utf8")).toBe(
      srtOf(21, (line) => french(`This is line number ${line} of the talk.`)),
    );
  });

  test("gets key and version as headers, rules apart from messages, a limit and the schema", async () => {
    const { server, here } = await setup({ lines: 2 });
    await here.cli("batch");
    const [request] = server.requests();
    expect(request).toMatchObject({
      path: "/v1/messages",
      headers: { "x-api-key": "sk-ant-test-0123456789", "anthropic-version": "2023-06-01" },
    });
    expect(request!.headers).not.toHaveProperty("authorization");
    const [{ system, messages, max_tokens, output_config, ...rest }] = server.bodies() as [
      ReturnType<typeof server.bodies>[0],
    ];
    expect(system).toContain("You translate subtitles");
    expect(messages.map(({ role }) => role)).toEqual(["user"]);
    expect(max_tokens).toBe(200 + 2 * 32 + 2 * server.asked()[0]!.join("").length);
    expect(output_config).toEqual({
      format: {
        type: "json_schema",
        schema: {
          type: "object",
          properties: { 1: { type: "string" }, 2: { type: "string" } },
          required: ["1", "2"],
          additionalProperties: false,
        },
      },
    });
    expect(rest).toEqual({ model: "claude-test" });
  });

  test("may be named with the version in its address", async () => {
    const { server, here, project } = await setup();
    here.outside.env.ANTHROPIC_BASE_URL = `${server.url}/v1/`;
    await here.cli("batch");
    expect([server.requests()[0]!.path, (await project()).status]).toEqual(["/v1/messages", "completed"]);
  });

  test("has cached tokens counted with the others, and its cost known where prices are said", async () => {
    const { server, here, project } = await setup({ env: { PRICE_IN: "3", PRICE_OUT: "15" } });
    server.fail(
      oddly({
        usage: {
          input_tokens: 10,
          cache_read_input_tokens: 60,
          cache_creation_input_tokens: 30,
          output_tokens: 40,
        },
      }),
    );
    await here.cli("batch");
    const { tokens, cost } = await project();
    expect(tokens).toEqual({ input: 100, cached: 60, output: 40 });
    expect(cost).toBeCloseTo((100 * 3 + 40 * 15) / 1e6, 12);
  });

  test("costs what nobody knows without prices, and not nothing", async () => {
    const { here, project } = await setup({ env: { TRANSCRON_MODEL: "gpt-6-luna" } });
    await here.cli("batch");
    expect((await project()).cost).toBeNull();
  });

  test("sets the pace by its tightest limit", async () => {
    const { server, here } = await setup({ lines: 2, env: { RATE_LIMIT_DELAY: undefined } });
    const inAMinute = new Date(Date.now() + MINUTE).toISOString();
    server.state({
      "anthropic-ratelimit-requests-remaining": "60",
      "anthropic-ratelimit-requests-reset": inAMinute,
      "anthropic-ratelimit-output-tokens-remaining": "400",
      "anthropic-ratelimit-output-tokens-reset": inAMinute,
    });
    await here.cli("batch");
    const db = new Database(join(here.home, "transcron.db"), { readonly: true });
    const pace = db.prepare("select pace_ms from provider_state").pluck().get() as number;
    db.close();
    // 40 of 400 tokens: a tenth of the minute that is left.
    expect(pace).toBeGreaterThan(5 * SECOND);
    expect(pace).toBeLessThanOrEqual(6 * SECOND);
  });

  test("says several blocks of text as one", async () => {
    const { server, here, project } = await setup();
    server.fail(
      oddly((text) => ({
        content: [
          { type: "thinking", thinking: "{}" },
          { type: "text", text: text.slice(0, 9) },
          { type: "text", text: text.slice(9) },
        ],
      })),
    );
    await here.cli("batch");
    expect([server.count(), texts(await project())]).toEqual([1, expected(4)]);
  });
});

describe("a form that is refused", () => {
  test("no schema is taken: asked without one, from then on", async () => {
    const { server, here, project } = await setup({ lines: 20 });
    server.fail(FAULTS.noFormat);
    expect((await here.cli("batch")).code).toBe(0);
    expect([server.count(), (await project()).status]).toEqual([3, "completed"]);
    for (const body of server.bodies()) expect(body).not.toHaveProperty("output_config");
  });

  test("a schema is too large: that one alone is left out from then on", async () => {
    const { server, here } = await setup({ lines: 20 });
    server.fail(FAULTS.grammar);
    await here.cli("batch");
    await here.cli(
      "add",
      here.file(
        "more.srt",
        srtOf(13, (line) => `Something else, ${line}.`),
      ),
      "--to",
      "fr",
    );
    await here.cli("batch");
    const schemas = server.bodies().map(({ output_config }) => output_config !== undefined);
    expect(schemas).toEqual([false, false, true, true]);
  });

  test("a reply may not be as long as it was asked to be: asked with the model's own limit", async () => {
    const { server, here, project } = await setup();
    server.fail(FAULTS.tooManyTokens);
    await here.cli("batch");
    expect([server.bodies()[0]!.max_tokens, (await project()).status]).toEqual([200, "completed"]);
  });

  test("a bad request that is not about the form steps nowhere", async () => {
    const { server, here } = await setup({ lines: 1 });
    server.fail(FAULTS.badRequest);
    await here.cli("batch");
    expect(outcomes(here.home)[0]).toBe("bad_request");
    expect(server.bodies()[0]).toHaveProperty("output_config");
  });
});

describe("a reply that is no answer", () => {
  test.each(Object.entries(BROKEN))("%s: asked again, and each line in its place", async (_, fault) => {
    const { server, here, project } = await setup();
    server.fail(fault);
    expect((await here.cli("batch")).code).toBe(0);
    expect(server.count()).toBeGreaterThan(1);
    const done = await project();
    expect([done.status, texts(done)]).toEqual(["completed", expected(4)]);
  });

  test("is paid for if it says what it used", async () => {
    const { server, here, project } = await setup();
    server.fail(oddly({ stop_reason: "pause_turn" }));
    await here.cli("batch");
    expect((await project()).tokens.input).toBe(200);
  });

  test.each([
    ["a limit of tokens", FAULTS.maxTokens],
    ["the model's window", FAULTS.window],
    ["the size of a request", FAULTS.tooLarge],
    ["the length of a prompt", FAULTS.tooLong],
    ["a refusal", FAULTS.refusal],
    ["a filter", FAULTS.filtered],
  ])("%s ends it: its lines are asked for in smaller numbers", async (_, fault) => {
    const { server, here, project } = await setup();
    server.fail(fault);
    expect((await here.cli("batch")).code).toBe(0);
    expect(server.asked()[0]!.length).toBeLessThan(4);
    expect(texts(await project())).toEqual(expected(4));
  });
});

describe("an error is decided by its type, and by its status where it names none", () => {
  test.each([
    ["a billing error", FAULTS.billing, "quota", 75],
    ["a credit that is too low", FAULTS.credit, "quota", 75],
    ["a spend limit, though it looks like too many requests", FAULTS.spendLimit, "quota", 75],
    ["a path that is not there", FAULTS.noPath, "not_an_api", 2],
    ["events that nobody asked for", FAULTS.stream, "not_an_api", 2],
    ["type against status", error(500, "authentication_error", "invalid x-api-key"), "bad_key", 2],
    ["a type that says nothing", error(401, "invalid_request_error", "no key"), "bad_key", 2],
    ["529 of a proxy", FAULTS.overloadedHtml, "overloaded", 0],
    ["a timeout of the server", FAULTS.timeout, "timeout", 0],
    ["a refusal that speaks of time", error(400, "x", "timeout is not a field"), "bad_request", 1],
    ["an error that is a text", FAULTS.errorText, "bad_request", 1],
  ])("%s", async (_, fault, outcome, code) => {
    const { server, here } = await setup({ lines: 1 });
    server.fail(fault);
    expect((await here.cli("batch")).code).toBe(code);
    expect(outcomes(here.home)[0]).toBe(outcome);
  });
});

describe("settings that can't work are said before anything is sent", () => {
  test.each([
    ["no model", { TRANSCRON_MODEL: undefined }, "TRANSCRON_MODEL is not set"],
    ["a key in quotation marks", { ANTHROPIC_API_KEY: "“sk-ant-secret”" }, "a character that no key has"],
    ["a key of two lines", { ANTHROPIC_API_KEY: "sk-ant-secret\nmore" }, "a character that no key has"],
  ])("%s", async (_, env, says) => {
    const { server, here } = await setup({ env });
    const { code, err } = await here.cli("batch");
    expect([code, err, server.count()]).toEqual([2, expect.stringContaining(says), 0]);
    expect(err).not.toContain("secret");
  });

  test("and a model that is named for one version alone is enough for it", async () => {
    const { here, project } = await setup({ env: { TRANSCRON_MODEL: undefined } });
    expect((await here.cli("batch", "--model", "claude-other")).code).toBe(0);
    expect((await project()).model).toBe("claude-other");
  });
});

test("doctor --online says that a server takes no schema", async () => {
  const { server, here } = await setup();
  server.fail(FAULTS.noFormat);
  const { data } = await here.json("doctor", "--online");
  const { says } = data.findings.find(({ check }: { check: string }) => check === "online");
  expect(says).toContain("; the server takes text only");
});

test("the key stands nowhere: not in the database, the logs or any output, though the server repeats it", async () => {
  const key = "sk-ant-very-secret-0123456789";
  const { server, here } = await setup({ env: { ANTHROPIC_API_KEY: key } });
  server.fail(FAULTS.echoKey, FAULTS.echoKey);
  const outputs = [];
  for (const argv of [
    ["tick"],
    ["--verbose", "batch"],
    ["doctor", "--online"],
    ["--json", "config"],
    ["audit"],
    ["errors"],
  ])
    outputs.push(await here.cli(...argv));
  expect(JSON.stringify(outputs)).toContain("the key was refused");
  expect(JSON.stringify(outputs)).not.toContain("very-secret");
  const files = readdirSync(here.home, { recursive: true, encoding: "utf8" })
    .map((name) => join(here.home, name))
    .filter((path) => statSync(path).isFile());
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) expect(readFileSync(file).includes("very-secret"), file).toBe(false);
});

test("a redirect is not followed, since it would take the key along", async () => {
  const { server, here } = await setup();
  server.fail(FAULTS.redirect);
  expect(await here.cli("batch")).toMatchObject({ code: 2, err: expect.stringContaining("no /v1/messages") });
});
