import { expect, test } from "vitest";
import type { Completion } from "../src/endpoints/endpoint.js";
import { ENDPOINTS } from "../src/endpoints/index.js";
import { anthropicServer, error, FAULTS } from "./support/anthropic-server.js";

/** The endpoint by itself, over a server that answers. */
async function setup() {
  const server = await anthropicServer();
  const endpoint = ENDPOINTS.anthropic({
    ...{ apiKey: "k", baseUrl: server.url, model: "claude-test", command: undefined, prices: undefined },
    ...{ quotes: false, childEnv: {} },
  });
  const ask = (completion: Partial<Completion>, dialect: Record<string, unknown> = {}) =>
    endpoint.chat!.complete(
      { messages: [{ role: "user", content: '{"1": "Hello"}' }], ...completion },
      { ...{ signal: new AbortController().signal, timeout: 5000, dialect }, sending: async () => {} },
    );
  return { server, endpoint, ask };
}

const schemaOf = (name: string) => ({
  name,
  strict: true,
  schema: {
    type: "object",
    properties: { [name]: { anyOf: [{ type: "string" }, { type: "null" }] } },
    additionalProperties: false,
  },
});

test("a schema is sent as it was given", async () => {
  const { server, ask } = await setup();
  await ask({ schema: schemaOf("title") });
  expect(server.bodies()[0]!.output_config).toEqual({
    format: { type: "json_schema", schema: schemaOf("title").schema },
  });
});

test("free text without a limit: no form, no rules, and a limit all the same", async () => {
  const { server, ask } = await setup();
  expect(await ask({})).toMatchObject({ kind: "answered", tokens: { input: 100, cached: 0, output: 40 } });
  expect(server.bodies()[0]).toEqual({
    model: "claude-test",
    max_tokens: 8192,
    messages: [{ role: "user", content: '{"1": "Hello"}' }],
  });
});

test("rules in several messages are one text, and the other messages keep their order", async () => {
  const { server, ask } = await setup();
  const last = '{"1": "Hello"}';
  await ask({
    messages: [
      { role: "system", content: "One." },
      { role: "user", content: "Before." },
      { role: "assistant", content: "Understood." },
      { role: "system", content: "Two." },
      { role: "user", content: last },
    ],
  });
  const { system, messages } = server.bodies()[0]!;
  expect([system, messages.map(({ content }) => content)]).toEqual([
    "One.\n\nTwo.",
    ["Before.", "Understood.", last],
  ]);
});

test("what was learnt is handed back once, and heeded when it is given again", async () => {
  const { server, ask } = await setup();
  server.fail(FAULTS.grammar, FAULTS.tooManyTokens);
  const { dialect } = await ask({ schema: schemaOf("large"), most: 9999 });
  expect(dialect).toEqual({ unfit: [expect.stringMatching(/^[0-9a-f]{12}$/)], most: 200 });
  expect(await ask({ schema: schemaOf("large") }, dialect)).not.toHaveProperty("dialect");
  await ask({ schema: schemaOf("small") }, dialect);
  expect(server.count()).toBe(5);
  const [, again, small] = server.bodies();
  expect([again!.max_tokens, again!.output_config, small!.output_config?.format.type]).toEqual([
    200,
    undefined,
    "json_schema",
  ]);
});

test.each([
  ["output_config: Extra inputs are not permitted", true],
  ["output_format: Extra inputs are not permitted", true],
  ["'claude-test' does not support structured outputs.", true],
  ["Structured outputs are not available for this model.", true],
  ["output_config.format.schema: For 'string' type, property 'minLength' is not supported", false],
  ["output_config.format.schema.properties.a: Extra inputs are not permitted", false],
  ["The compiled grammar is too large.", false],
  ["Schemas contains too many optional parameters (30).", false],
])("%s: all schemas are given up: %s", async (message, all) => {
  const { server, ask } = await setup();
  server.fail(error(400, "invalid_request_error", message));
  const { dialect } = await ask({ schema: schemaOf("large") });
  expect(Object.keys(dialect!)).toEqual([all ? "rung" : "unfit"]);
});

test("a hundred schemas that do not fit are not all remembered", async () => {
  const { server, ask } = await setup();
  const unfit = Array.from({ length: 50 }, (_, index) => String(index));
  server.fail(FAULTS.grammar);
  const { dialect } = await ask({ schema: schemaOf("large") }, { unfit });
  expect((dialect as { unfit: string[] }).unfit).toEqual([
    ...unfit.slice(1),
    expect.stringMatching(/^[0-9a-f]{12}$/),
  ]);
});

test("a server that refuses everything is not asked for ever", async () => {
  const { server, ask } = await setup();
  server.failWhere(() => true, FAULTS.grammar);
  await expect(ask({ schema: schemaOf("large") })).rejects.toMatchObject({ code: "bad_request" });
  expect(server.count()).toBe(2);
});

test("an answer that a filter or the model itself refuses has no text", async () => {
  const { server, ask } = await setup();
  server.fail(FAULTS.refusal, FAULTS.filtered, FAULTS.maxTokens);
  expect(await ask({})).toMatchObject({ kind: "refused", text: "", tokens: { input: 100 } });
  expect(await ask({})).toMatchObject({ kind: "refused", text: "" });
  expect(await ask({})).toMatchObject({ kind: "truncated", text: '{"1": "cut o' });
});
