import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../src/core/json.js";
import { schemaProblems } from "../src/core/schema/check-schema.js";
import { validate } from "../src/generation/validate.js";
import { looseSchemas, valuesOf } from "./support/schemas.js";

/** The problems as a model and a person read them. */
async function problemsOf(schema: JsonObject, value: Json): Promise<string[]> {
  expect(schemaProblems(schema)).toEqual([]);
  return (await validate(schema, value)).map(({ at, problem }) => `${at} ${problem}`);
}

const TEXT = { type: "string" };
const a = (schema: Json, more: JsonObject = {}): JsonObject => ({
  type: "object",
  properties: { a: schema },
  ...more,
});

describe("what is wrong is said in plain words, at the part that is wrong", () => {
  test.each<[string, Json, Json, string]>([
    ["a type", TEXT, 3, "must be a text, not a number"],
    ["a fraction", { type: "integer" }, 1.5, "must be a whole number, not a fraction"],
    ["null", { type: ["string", "array"] }, null, "must be a text or a list, not null"],
    [
      "three types",
      { type: ["string", "array", "null"] },
      {},
      "must be a text, a list or null, not an object",
    ],
    ["a choice", { enum: ["x", "y", 3] }, "z", 'must be one of "x", "y", 3'],
    ["a constant", { const: "x" }, "z", 'must be "x"'],
    [
      "a short text",
      { type: "string", minLength: 3 },
      "é\u{1F600}",
      "must have at least 3 characters, but has 2",
    ],
    ["a long text", { type: "string", maxLength: 1 }, "abc", "must have at most 1 character, but has 3"],
    ["a pattern", { type: "string", pattern: "^x" }, "abc", "must match the pattern ^x"],
    ["few items", { type: "array", minItems: 1 }, [], "must have at least 1 item, but has 0"],
    ["many items", { type: "array", maxItems: 1 }, [1, 2], "must have at most 1 item, but has 2"],
    ["equal items", { type: "array", uniqueItems: true }, [1, 2, 1], "has the same item twice, at 0 and 2"],
    ["a small number", { type: "number", minimum: 2 }, 1, "must be 2 or more"],
    ["a large number", { type: "number", exclusiveMaximum: 2 }, 2, "must be less than 2"],
    ["a step", { type: "number", multipleOf: 0.5 }, 0.7, "must be a multiple of 0.5"],
    ["what is excluded", { not: { type: "null" } }, null, "is what the schema excludes"],
    [
      "what nothing looks for",
      { type: "array", contains: TEXT },
      [1],
      "has no item of the kind that it must contain",
    ],
    ["no alternative", { anyOf: [TEXT, { type: "null" }] }, 3, "fits none of the alternatives"],
    [
      "two alternatives",
      { oneOf: [{ type: "number" }, { type: "integer" }] },
      3,
      "fits more than one of the alternatives",
    ],
    ["a value that must not be", false, 3, "is not in the schema; leave it out"],
  ])("%s", async (_, schema, value, problem) => {
    expect(await problemsOf(a(schema), { a: value })).toEqual([`/a ${problem}`]);
  });

  test("a key that is missing, and one that is not in the schema", async () => {
    const schema = a(TEXT, { required: ["a"], additionalProperties: false });
    expect(await problemsOf(schema, { "b/c": 1 })).toEqual([
      ' "a" is missing',
      "/b~1c is not in the schema; leave it out",
    ]);
  });

  test("all that is wrong at once, without what stands around it", async () => {
    const row = a({ type: "integer" }, { required: ["a"], additionalProperties: false });
    const schema = a({ type: "array", items: { $ref: "#/$defs/row" } }, { $defs: { row } });
    expect(await problemsOf(schema, { a: [{ a: 1 }, { a: "x" }, {}, { a: 2, b: 3 }] })).toEqual([
      "/a/1/a must be a whole number, not a text",
      '/a/2 "a" is missing',
      "/a/3/b is not in the schema; leave it out",
    ]);
  });

  test("of alternatives, those of the one that is meant", async () => {
    const kind = (name: string, more: JsonObject) => ({
      type: "object",
      properties: { kind: { const: name }, ...more },
      required: ["kind", ...Object.keys(more)],
    });
    const schema = a({ anyOf: [kind("cat", { lives: { type: "integer" } }), kind("dog", { name: TEXT })] });
    expect(await problemsOf(schema, { a: { kind: "cat", lives: "9" } })).toEqual([
      "/a/lives must be a whole number, not a text",
    ]);
    expect(await problemsOf(schema, { a: { kind: "cow" } })).toEqual(["/a fits none of the alternatives"]);
    expect(
      await problemsOf(a({ anyOf: [{ type: "string", minLength: 3 }, { type: "null" }] }), { a: "x" }),
    ).toEqual(["/a must have at least 3 characters, but has 1"]);
  });

  test("twenty problems at most, and nothing of the value", async () => {
    const schema = { type: "array", items: { type: "string", maxLength: 3 } };
    const found = await problemsOf(
      schema,
      Array.from({ length: 5000 }, () => "a secret"),
    );
    expect(found).toHaveLength(20);
    expect(found[19]).toBe("/19 must have at most 3 characters, but has 8");
  });
});

describe("a value never stops the work", () => {
  test("however deep it nests", async () => {
    const schema = { $ref: "#/$defs/n", $defs: { n: { type: "array", items: { $ref: "#/$defs/n" } } } };
    const nested = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as Json;
    expect(await problemsOf(schema, nested(200))).toEqual([]);
    expect(await problemsOf(schema, nested(5000))).toEqual([" nests more than 200 levels deep"]);
  });

  test("however long a text is that a pattern or a format is tried on", async () => {
    const slow = a({ type: "string", pattern: "^(a|b|ab)*c$" });
    expect(await problemsOf(a({ type: "string", pattern: "^a*$" }), { a: "a".repeat(10_000) })).toEqual([]);
    const began = performance.now();
    expect(await problemsOf(slow, { a: "ab".repeat(100_000) })).toEqual([
      "/a must have at most 10000 characters, but has 200000",
    ]);
    expect(
      await problemsOf(a({ type: "string", format: "email" }), { a: "a@".repeat(100_000) }),
    ).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test("whatever its keys are called", async () => {
    const value = JSON.parse('{"__proto__": 1, "constructor": 2, "%41~/": 3, "\\ud800": 4}') as Json;
    const schema = { type: "object", additionalProperties: TEXT };
    expect((await problemsOf(schema, value)).length).toBeGreaterThan(0);
    expect(
      await problemsOf(
        a(TEXT, { required: ["toString"], anyOf: [a(true)], properties: { toString: TEXT } }),
        {},
      ),
    ).toEqual([' "toString" is missing']);
  });
});

test.each<[string, string, string]>([
  ["date", "2026-02-28", "2026-02-30"],
  ["date-time", "2026-02-28T10:00:00Z", "2026-02-28 10:00"],
  ["time", "10:00:00Z", "25:00:00Z"],
  ["duration", "PT3H", "3 hours"],
  ["email", "a@example.org", "a at example.org"],
  ["uri", "https://example.org/a", "example"],
  ["ipv4", "127.0.0.1", "127.0.0.256"],
  ["ipv6", "::1", "1::2::3"],
  ["uuid", "0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5b"],
  ["hostname", "example.org", "-example"],
  ["regex", "^a$", "("],
])("the format %s is asserted", async (format, right, wrong) => {
  const schema = a({ type: "string", format });
  expect(await problemsOf(schema, { a: right })).toEqual([]);
  expect(await problemsOf(schema, { a: wrong })).toEqual([`/a must be in the format ${format}`]);
});

test("the schema is left as it was", async () => {
  const schema = a({ type: "string", pattern: "^x", format: "email" }, { $id: "https://example.org/a" });
  const before = structuredClone(schema);
  await validate(schema, { a: "y" });
  expect(schema).toEqual(before);
});

test("the verdict is that of another validator", async () => {
  const values = (schema: JsonObject) =>
    fc.oneof(
      valuesOf(schema),
      changed(valuesOf(schema)),
      fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
    );
  const drawn = looseSchemas.chain((schema) => fc.tuple(fc.constant(schema), values(schema)));
  const verdicts = { right: 0, wrong: 0 };
  await fc.assert(
    fc.asyncProperty(drawn, async ([schema, value]) => {
      const found = await validate(schema, value);
      const isRight = new Ajv2020({ strict: false }).compile(schema)(value);
      verdicts[isRight ? "right" : "wrong"]++;
      expect(found.length === 0, JSON.stringify(found)).toBe(isRight);
      expect(found.length).toBeLessThanOrEqual(20);
      for (const { problem } of found) expect(problem).not.toMatch(/undefined|does not fit/);
    }),
    { numRuns: 120 },
  );
  expect(Math.min(verdicts.right, verdicts.wrong)).toBeGreaterThan(10);
});

/** Values in which one part was put in place of others. */
const changed = (values: fc.Arbitrary<Json>) =>
  fc
    .tuple(values, fc.constantFrom<Json>(null, 0, -0.5, "x", "much too long", [], {}))
    .map(([value, other]) => {
      const texts = JSON.stringify(value).split(/(?<=[:,[])(?=["\d-]|true|false|null)/);
      const spot = Math.floor(texts.length / 2);
      const rest = texts[spot]?.replace(/^(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)/, JSON.stringify(other)) ?? "";
      try {
        return JSON.parse([...texts.slice(0, spot), rest, ...texts.slice(spot + 1)].join("")) as Json;
      } catch {
        return other;
      }
    });
