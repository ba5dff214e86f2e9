import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../src/core/json.js";
import { withoutAbsent } from "../src/core/schema/absent.js";
import { schemaProblems } from "../src/core/schema/check-schema.js";
import { strictFor } from "../src/core/schema/strictify.js";
import { looseSchemas, shapeOf, valuesOf } from "./support/schemas.js";

const object = (properties: JsonObject, required: string[] = Object.keys(properties)): JsonObject => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

const fits = (schema: JsonObject, value: Json) =>
  new Validator(structuredClone(schema), "2020-12").validate(value).valid;

const HAT = object(
  {
    title: { type: "string", minLength: 3, maxLength: 1, pattern: "^A", description: "What it is" },
    level: { enum: ["easy", "hard"] },
    rows: { type: "array", items: { type: "integer", minimum: 1 }, minItems: 2, uniqueItems: true },
    note: { oneOf: [{ type: "string" }, { const: 3 }] },
  },
  ["title"],
);

describe("for OpenAI", () => {
  test("every key is required, and one that may be absent may be null", () => {
    expect(strictFor("openai", HAT)).toEqual(
      object({
        title: {
          type: "string",
          description:
            "What it is; at least 3 characters; at most 1 character; matches the regular expression ^A",
        },
        level: { anyOf: [{ type: "string", enum: ["easy", "hard"] }, { type: "null" }] },
        rows: {
          type: ["array", "null"],
          items: { type: "integer", minimum: 1 },
          minItems: 2,
          description: "no item twice",
        },
        note: { anyOf: [{ type: "string" }, { type: "number", const: 3 }, { type: "null" }] },
      }),
    );
  });

  test("a key that may be null anyway stays as it is", () => {
    const properties = {
      a: { type: ["string", "null"] },
      b: { anyOf: [{ type: "null" }, { type: "integer" }] },
      c: { type: ["null", "string"], enum: [null, "x"] },
    };
    expect(strictFor("openai", object(properties, []))).toEqual(object(properties));
  });

  test("definitions are closed as well, and a reference that may be absent is one of two", () => {
    const $defs = { size: object({ width: { type: "number" }, unit: { type: "string" } }, ["width"]) };
    const schema = { ...object({ size: { $ref: "#/$defs/size", title: "Size" } }, []), $defs };
    expect(strictFor("openai", schema)).toEqual({
      ...object({ size: { anyOf: [{ $ref: "#/$defs/size" }, { type: "null" }] } }),
      $defs: { size: object({ width: { type: "number" }, unit: { type: ["string", "null"] } }) },
    });
  });

  test("an object that may also be something else is closed", () => {
    const either = { type: ["object", "null"], properties: { a: { type: "string" } } };
    expect(strictFor("openai", object({ either }))).toEqual(
      object({
        either: {
          ...either,
          properties: { a: { type: ["string", "null"] } },
          required: ["a"],
          additionalProperties: false,
        },
      }),
    );
  });
});

describe("for Anthropic", () => {
  test("keys that may be absent stay so, and limits are in words", () => {
    const strict = strictFor("anthropic", HAT)!;
    expect(strict).toMatchObject({ required: ["title"], additionalProperties: false });
    expect(strict.properties).toMatchObject({
      level: { type: "string", enum: ["easy", "hard"] },
      rows: {
        type: "array",
        items: { type: "integer", description: "1 or more" },
        description: "at least 2 items; no item twice",
      },
      note: { anyOf: [{ type: "string" }, { type: "number", const: 3 }] },
    });
    expect(JSON.stringify(strict)).not.toMatch(/"(minLength|maxLength|pattern|minimum|minItems|oneOf)":/);
  });

  test("a list may be required to have one item", () => {
    const list = { type: "array", items: { type: "string" }, minItems: 1 };
    expect(strictFor("anthropic", object({ list }))).toEqual(object({ list }));
  });

  const many = (count: number, schema: JsonObject) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, schema]));

  test("24 keys that may be absent and 16 that take several types are the most", () => {
    const text = { type: "string" };
    expect(strictFor("anthropic", object(many(24, text), []))).toBeDefined();
    expect(strictFor("anthropic", object(many(25, text), []))).toBeUndefined();
    expect(strictFor("openai", object(many(25, text), []))).toBeDefined();
    const either = { type: ["string", "integer"] };
    expect(strictFor("anthropic", object(many(16, either)))).toBeDefined();
    expect(strictFor("anthropic", object(many(17, either)))).toBeUndefined();
    expect(strictFor("openai", object(many(17, either)))).toBeDefined();
  });
});

const TEXT: JsonObject = { type: "string" };

describe("what can't be made strict is left to the next way of asking", () => {
  test.each<[string, JsonObject]>([
    ["a list at the top", { type: "array", items: TEXT }],
    ["alternatives at the top", { anyOf: [object({ a: TEXT })] }],
    ["an object without properties", object({ a: { type: "object" } })],
    ["keys of any name", { ...object({ a: TEXT }), additionalProperties: TEXT }],
    ["keys of any name and content", { ...object({ a: TEXT }), additionalProperties: true }],
    ["keys by a pattern", { ...object({ a: TEXT }), patternProperties: { "^x": TEXT } }],
    ["conditions", { ...object({ a: TEXT }), if: object({ a: { const: "x" } }), else: { minProperties: 1 } }],
    ["a value of any type", object({ a: {} })],
    ["a value of any type as true", object({ a: true })],
    ["a list of anything", object({ a: { type: "array" } })],
    ["a list by places", object({ a: { type: "array", prefixItems: [TEXT] } })],
    ["all of several", object({ a: { allOf: [TEXT, { maxLength: 3 }] } })],
    ["alternatives beside properties", { ...object({ a: TEXT }, []), anyOf: [{ required: ["a"] }] }],
    [
      "limits beside a reference",
      { ...object({ a: { $ref: "#/$defs/b", maxLength: 3 } }), $defs: { b: TEXT } },
    ],
    ["a reference to no definition", object({ a: TEXT, b: { $ref: "#/properties/a" } })],
    ["a schema inside itself", { ...object({ a: { $ref: "#" } }, []) }],
    [
      "a definition inside itself",
      { ...object({ a: { $ref: "#/$defs/b" } }), $defs: { b: object({ b: { $ref: "#/$defs/b" } }, []) } },
    ],
  ])("%s", (_, schema) => {
    expect(schemaProblems(schema)).toEqual([]);
    expect(strictFor("openai", schema)).toBeUndefined();
    expect(strictFor("anthropic", schema)).toBeUndefined();
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["levels", nested(10), nested(11)],
    ["values to choose from", choices(1000), choices(1001)],
  ])("more %s than OpenAI takes", (_, most, beyond) => {
    expect(strictFor("openai", most)).toBeDefined();
    expect(strictFor("openai", beyond)).toBeUndefined();
  });

  test("definitions that use each other twice are looked at once", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => {
        const next = at < 59 ? { $ref: `#/$defs/d${at + 1}` } : TEXT;
        return [`d${at}`, object({ a: next, b: next })];
      }),
    );
    const schema = { ...object({ a: { $ref: "#/$defs/d0" } }), $defs };
    expect(strictFor("openai", schema)).toBeUndefined(); // 61 levels
    expect(strictFor("anthropic", schema)).toBeDefined();
  });
});

function nested(levels: number): JsonObject {
  return levels === 1 ? object({ a: TEXT }) : object({ a: nested(levels - 1) });
}

function choices(count: number): JsonObject {
  return object({ a: { enum: Array.from({ length: count }, (_, at) => at) } });
}

describe("nulls that stand for what is absent", () => {
  const cat = object({ kind: { const: "cat" }, name: TEXT }, ["kind"]);
  const dog = object({ kind: { const: "dog" }, name: { type: ["string", "null"] } }, ["kind"]);
  const $defs = { pet: { anyOf: [cat, dog] } };

  test.each<[string, JsonObject, Json, Json]>([
    ["are taken out", object({ a: TEXT }, []), { a: null }, {}],
    ["stay where null is meant", object({ a: { type: ["string", "null"] } }, []), { a: null }, { a: null }],
    ["stay under keys that must be there", object({ a: TEXT }), { a: null }, { a: null }],
    ["stay under keys that are not in the schema", object({}, []), { a: null }, { a: null }],
    ["stay in lists", { type: "array", items: TEXT }, [null], [null]],
    ["stay where any value is taken", object({ a: {} }, []), { a: null }, { a: null }],
    [
      "are found behind references",
      { ...object({ a: { $ref: "#/$defs/t" } }, []), $defs: { t: TEXT } },
      { a: null },
      {},
    ],
    [
      "stay behind references to null",
      { ...object({ a: { $ref: "#/$defs/t" } }, []), $defs: { t: { type: "null" } } },
      { a: null },
      { a: null },
    ],
    [
      "are judged by the alternative that is meant",
      { ...object({ all: { type: "array", items: { $ref: "#/$defs/pet" } } }), $defs },
      {
        all: [
          { kind: "cat", name: null },
          { kind: "dog", name: null },
        ],
      },
      { all: [{ kind: "cat" }, { kind: "dog", name: null }] },
    ],
    [
      "are taken out of an object that may be null",
      object({ a: { type: ["object", "null"], properties: { b: TEXT } } }),
      { a: { b: null } },
      { a: {} },
    ],
  ])("%s", (_, schema, value, without) => {
    expect(withoutAbsent(value, schema)).toEqual(without);
  });

  test("no name of a key leads anywhere else", () => {
    const value = JSON.parse('{"__proto__": null, "constructor": null}') as Json;
    expect(JSON.stringify(withoutAbsent(value, object({ a: TEXT }, [])))).toBe(JSON.stringify(value));
  });
});

describe.each(["openai", "anthropic"] as const)("for %s, any schema", (provider) => {
  const drawn = looseSchemas.chain((schema) => {
    const strict = strictFor(provider, schema);
    const values = strict ? valuesOf(strict) : fc.constant<Json>(null);
    return fc.record({ schema: fc.constant(schema), value: values, own: valuesOf(schema) });
  });

  test("takes in its structure what the strict one takes, once the nulls are out", () => {
    let seen = 0;
    const check = fc.property(drawn, ({ schema, value }) => {
      expect(schemaProblems(schema)).toEqual([]);
      const strict = strictFor(provider, schema);
      if (!strict) return;
      seen++;
      expect(schemaProblems(strict)).toEqual([]);
      expect(fits(strict, value), "the value fits what it was made from").toBe(true);
      expect(fits(shapeOf(schema), withoutAbsent(value, schema))).toBe(true);
    });
    fc.assert(check, { numRuns: 200 });
    expect(seen).toBeGreaterThan(70);
  });

  test("takes nothing that the strict one would not take in full", () => {
    const check = fc.property(drawn, ({ schema, own }) => {
      const strict = strictFor(provider, schema);
      if (!strict) return;
      expect(fits(schema, own), "the value fits what it was made from").toBe(true);
      expect(fits(strict, provider === "openai" ? inFull(own, strict, strict) : own)).toBe(true);
    });
    fc.assert(check, { numRuns: 200 });
  });
});

/** A value with null under each key that a strict schema requires and that is absent. */
function inFull(value: Json, schema: JsonObject, root: JsonObject): Json {
  const either = Array.isArray(schema.anyOf) ? (schema.anyOf as JsonObject[]) : [schema];
  const filled = either.map((one) => filledBy(value, one, root));
  return filled.find((one, index) => fits({ ...either[index]!, $defs: root.$defs ?? {} }, one)) ?? value;
}

function filledBy(value: Json, schema: JsonObject, root: JsonObject): Json {
  if (typeof schema.$ref === "string")
    return inFull(value, (root.$defs as JsonObject)[schema.$ref.split("/").at(-1)!] as JsonObject, root);
  if (Array.isArray(value))
    return value.map((item) => (schema.items ? inFull(item, schema.items as JsonObject, root) : item));
  if (typeof value !== "object" || value === null || !schema.properties) return value;
  const entries = Object.entries(schema.properties as Record<string, JsonObject>);
  return Object.fromEntries(entries.map(([name, one]) => [name, inFull(value[name] ?? null, one, root)]));
}
