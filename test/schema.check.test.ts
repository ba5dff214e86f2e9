import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../src/core/json.js";
import { schemaProblems } from "../src/core/schema/check-schema.js";
import { looseSchemas } from "./support/schemas.js";

/** The problem that a schema has, as its pointer and words; undefined if it has none. */
function problemOf(schema: unknown): string | undefined {
  const [first, ...more] = schemaProblems(schema as Json);
  expect(more, "one slip is one problem").toEqual([]);
  return first && `${first.at}: ${first.problem}`;
}

const TEXT = { type: "string" };
const given = (more: object) => ({ type: "object", properties: { a: TEXT }, ...more });

describe("a schema that is sound has no problem", () => {
  test.each<[string, unknown]>([
    ["nothing", {}],
    ["its draft and title", { $schema: "https://json-schema.org/draft/2020-12/schema", title: "Hat" }],
    ["keys that are required", given({ required: ["a"] })],
    ["keys that are required in an alternative", given({ anyOf: [{ required: ["a"] }] })],
    ["several types", { type: ["string", "null"], maxLength: 3 }],
    ["a property with the name of a keyword", { type: "object", properties: { type: TEXT, $ref: TEXT } }],
    ["data that looks like a schema", { const: { type: "strin" }, default: { propertys: 1 } }],
    [
      "a definition inside its own list",
      { $ref: "#/$defs/n", $defs: { n: { type: "array", items: { $ref: "#/$defs/n" } } } },
    ],
    [
      "a reference to a property",
      { properties: { a: TEXT, "b/c": { $ref: "#/properties/a" } }, type: "object" },
    ],
    [
      "names with signs",
      { type: "object", properties: { "b/c~ é": { $ref: "#/$defs/x~1y" } }, $defs: { "x/y": TEXT } },
    ],
    ["conditions", given({ if: { required: ["a"] }, else: { maxProperties: 1 } })],
    ["false for what must not be", { type: "object", properties: { a: false } }],
  ])("%s", (_, schema) => {
    expect(problemOf(schema)).toBeUndefined();
  });

  test("and ajv takes all that are drawn", () => {
    fc.assert(
      fc.property(looseSchemas, (schema) => {
        expect(schemaProblems(schema)).toEqual([]);
        expect(isTakenByAjv(schema)).toBe(true);
      }),
    );
  });
});

describe("a schema that is not sound", () => {
  test.each<[string, unknown, string]>([
    ["is no object", [], ": it must be an object"],
    ["is a word", "object", ": it must be an object"],
    ["is true", true, ": it must be an object"],
    ["has a type that is none", { type: "strin" }, '/type: "strin" is not a type; did you mean "string"?'],
    ["has a type of another language", { type: "dict" }, '/type: "dict" is not a type; the types are string'],
    ["has limits of a type that is none", { type: "int", minimum: 1 }, '/type: "int" is not a type'],
    ["has no type in its list", { type: [] }, "/type: type must name at least one type"],
    ["has a type twice", { type: ["string", "string"] }, "/type: type names one type twice"],
    ["has a type that is a schema", { type: { type: "string" } }, "/type: "],
    [
      "has a misspelt keyword",
      { type: "object", propertys: {} },
      '/propertys: "propertys" is not a keyword; did you mean properties?',
    ],
    [
      "has a keyword of an older draft",
      { definitions: {} },
      '/definitions: "definitions" is not a keyword; did you mean $defs?',
    ],
    [
      "has a keyword of another dialect",
      given({ properties: { a: { nullable: true } } }),
      '/properties/a/nullable: "nullable" is not a keyword',
    ],
    ["has the name of a method", { toString: 1 }, '/toString: "toString" is not a keyword'],
    [
      "requires a key that is not there",
      given({ required: ["b"] }),
      '/required/0: "b" is required, and is not among the properties',
    ],
    ["requires by a flag", given({ required: true }), "/required: required must be a list of names"],
    [
      "requires a key twice",
      given({ required: ["a", "a"] }),
      "/required: required must be a list of names, each once",
    ],
    [
      "has properties in a list",
      { type: "object", properties: [TEXT] },
      "/properties: properties must be an object with a schema under each name",
    ],
    [
      "has a property that is a word",
      given({ properties: { a: "string" } }),
      "/properties/a: it must be a schema",
    ],
    ["has items in a list", { type: "array", items: [TEXT] }, "/items: it must be a schema"],
    ["has no alternative", { anyOf: [] }, "/anyOf: anyOf must be a list of at least one schema"],
    ["has no choice", { enum: [] }, "/enum: enum must be a list of at least one value"],
    ["has a limit that is a text", { type: "integer", minimum: "1" }, "/minimum: minimum must be a number"],
    [
      "has half a character as a limit",
      { type: "string", minLength: 0.5 },
      "/minLength: minLength must be a whole number",
    ],
    [
      "has a step of 0",
      { type: "number", multipleOf: 0 },
      "/multipleOf: multipleOf must be a number above 0",
    ],
    [
      "has limits that cross",
      { type: "string", minLength: 5, maxLength: 3 },
      ": nothing has a minLength of 5 and a maxLength of 3",
    ],
    [
      "has a limit of another type",
      { type: "integer", maxLength: 3 },
      "/maxLength: maxLength has no effect on the type integer",
    ],
    [
      "has a pattern that is broken",
      { type: "string", pattern: "(" },
      "/pattern: pattern is not a regular expression",
    ],
    [
      "has a name by a broken pattern",
      { type: "object", patternProperties: { "[": TEXT } },
      "/patternProperties/[: the name is not a regular expression",
    ],
    [
      "has a format nobody knows",
      { type: "string", format: "phone" },
      "/format: format must be one of the known formats",
    ],
    [
      "is of another draft",
      { $schema: "http://json-schema.org/draft-07/schema#" },
      "/$schema: $schema must be the address of draft 2020-12",
    ],
    [
      "has an address inside",
      given({ properties: { a: { $id: "x" } } }),
      "/properties/a/$id: $id belongs at the top",
    ],
    ["refers to nothing", { $ref: "#/$defs/a", $defs: {} }, "/$ref: $ref leads nowhere"],
    ["refers to another file", { $ref: "other.json" }, "/$ref: $ref must point inside the schema"],
    ["refers with a broken escape", { $ref: "#/%zz" }, "/$ref: $ref must point inside the schema"],
    ["refers to itself", { $ref: "#" }, "/$ref: $ref leads back to itself"],
    [
      "has a branch without its condition",
      given({ else: { maxProperties: 1 } }),
      "/else: else has no effect without if",
    ],
    [
      "counts what it does not look for",
      { type: "array", minContains: 1 },
      "/minContains: minContains has no effect without contains",
    ],
  ])("%s", (_, schema, problem) => {
    expect(problemOf(schema)?.startsWith(problem), problemOf(schema)).toBe(true);
  });

  test("refers to itself on two ways, and each reference is named", () => {
    const $defs = { a: { anyOf: [{ $ref: "#/$defs/b" }] }, b: { $ref: "#/$defs/a" } };
    expect(schemaProblems({ $defs }).map(({ at }) => at)).toEqual(["/$defs/a/anyOf/0/$ref", "/$defs/b/$ref"]);
  });

  test("is told at most twenty problems", () => {
    const properties = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`k${at}`, { type: "strin" }]),
    );
    expect(schemaProblems({ type: "object", properties })).toHaveLength(20);
  });

  test("is refused when it is too large or too deep, and no stack runs out", () => {
    let deep: Json = {};
    for (let level = 0; level < 20_000; level++) deep = { not: deep };
    expect(problemOf(deep)).toBe(": it nests more than 64 levels deep");
    expect(problemOf({ description: "x".repeat(100_001) })).toMatch(
      /^: it has \d+ characters; 100000 are the most$/,
    );
  });
});

function isTakenByAjv(schema: JsonObject): boolean {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false, validateFormats: false });
  try {
    ajv.compile(schema);
    return true;
  } catch {
    return false;
  }
}

/** One slip somewhere in a schema. */
const slips: fc.Arbitrary<readonly [string, Json]> = fc.constantFrom(
  ["type", "strin"],
  ["propertys", {}],
  ["required", "a"],
  ["required", ["missing"]],
  ["minLength", -1],
  ["maximum", "9"],
  ["enum", []],
  ["$ref", "#/$defs/missing"],
  ["anyOf", {}],
  ["anyOf", []],
  ["items", 3],
  ["properties", { a: "string" }],
  ["pattern", "("],
  ["uniqueItems", "yes"],
);

test("a slip that ajv refuses is found, wherever it stands", () => {
  const slipped = fc.tuple(looseSchemas, slips, fc.nat()).map(([schema, [name, value], at]) => {
    const copy = structuredClone(schema);
    const places = objectsIn(copy);
    places[at % places.length]![name] = value;
    return copy;
  });
  let refused = 0;
  fc.assert(
    fc.property(slipped, (schema) => {
      if (isTakenByAjv(schema)) return;
      refused++;
      expect(schemaProblems(schema)).not.toEqual([]);
    }),
  );
  expect(refused).toBeGreaterThan(50);
});

/** Every schema inside of one, itself first. */
function objectsIn(schema: JsonObject): JsonObject[] {
  const { properties, $defs, items, anyOf, oneOf } = schema as Record<string, Record<string, JsonObject>>;
  const inner = [properties, $defs, anyOf, oneOf].flatMap((one) => Object.values(one ?? {}));
  return [schema, ...[...inner, ...(items ? [items as JsonObject] : [])].flatMap(objectsIn)];
}
