import fc from "fast-check";
import type { Json, JsonObject } from "../../src/core/json.js";

/** Random schemas, as people write them for documents, and values that fit. */

const NAMES = ["a", "b", "title", "rows"];

const leaves: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constantFrom<JsonObject>(
    { type: "string" },
    { type: "string", minLength: 2, maxLength: 6 },
    { type: "integer", minimum: 1, maximum: 9 },
    { type: "number" },
    { type: "boolean" },
    { type: ["string", "null"] },
    { type: ["integer", "boolean"] },
    { enum: ["x", "y", 3] },
    { type: "string", enum: ["p", "q"] },
    { enum: ["x", null] },
    { const: "only" },
  ),
  fc.constantFrom<JsonObject>({ $ref: "#/$defs/one" }, { $ref: "#/$defs/two" }),
);

const objectOf = (inner: fc.Arbitrary<JsonObject>) =>
  fc
    .tuple(
      fc.dictionary(fc.constantFrom(...NAMES), inner, { minKeys: 1, noNullPrototype: true }),
      fc.subarray(NAMES),
      fc.boolean(),
    )
    .map(
      ([properties, required, closed]): JsonObject => ({
        type: "object",
        properties,
        required: required.filter((name) => Object.hasOwn(properties, name)),
        ...(closed ? { additionalProperties: false } : {}),
      }),
    );

/** Alternatives that a constant tells apart. */
const taggedOf = (inner: fc.Arbitrary<JsonObject>) =>
  fc.tuple(fc.constantFrom("anyOf", "oneOf"), fc.array(objectOf(inner), { minLength: 1, maxLength: 3 })).map(
    ([keyword, all]): JsonObject => ({
      [keyword]: all.map((one, index) => ({
        ...one,
        properties: { ...(one.properties as JsonObject), kind: { const: `kind ${index}` } },
        required: [...(one.required as Json[]), "kind"],
      })),
    }),
  );

const { schema: inner } = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    leaves,
    objectOf(tie("schema")),
    taggedOf(tie("schema")),
    fc
      .tuple(tie("schema"), fc.constantFrom<JsonObject>({}, { minItems: 1 }, { minItems: 2, maxItems: 3 }))
      .map(([items, limits]): JsonObject => ({ type: "array", items, ...limits })),
  ),
}));

/** Schemas of objects with definitions, most of which can be made strict. */
export const looseSchemas: fc.Arbitrary<JsonObject> = objectOf(inner).map((schema) => ({
  ...schema,
  $defs: {
    one: { type: "string", maxLength: 3 },
    two: { type: "object", properties: { a: { type: ["null", "string"] }, b: { $ref: "#/$defs/one" } } },
  },
}));

const OF_TYPE: Record<string, (schema: JsonObject, root: JsonObject) => fc.Arbitrary<Json>> = {
  string: ({ minLength = 0, maxLength = 8 }) =>
    fc.string({ unit: "grapheme-ascii", minLength: Number(minLength), maxLength: Number(maxLength) }),
  integer: ({ minimum = -99, maximum = 99 }) => fc.integer({ min: Number(minimum), max: Number(maximum) }),
  number: () => fc.integer({ min: -999, max: 999 }).map((value) => value / 4),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: ({ items, minItems = 0, maxItems = 3 }, root) =>
    fc.array(valuesOf(items as JsonObject, root), {
      minLength: Number(minItems),
      maxLength: Math.max(Number(minItems), Number(maxItems)),
    }),
  object: ({ properties = {}, required = [] }, root) =>
    fc.record(
      Object.fromEntries(
        Object.entries(properties as Record<string, JsonObject>).map(([name, one]) => [
          name,
          valuesOf(one, root),
        ]),
      ),
      { requiredKeys: required as string[], noNullPrototype: true },
    ) as fc.Arbitrary<Json>,
};

/** Values that fit a schema of those above, or a strict one of it. */
export function valuesOf(schema: JsonObject, root: JsonObject = schema): fc.Arbitrary<Json> {
  if (typeof schema.$ref === "string")
    return valuesOf((root.$defs as JsonObject)[schema.$ref.split("/").at(-1)!] as JsonObject, root);
  if ("const" in schema) return fc.constant(schema.const!);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(either)) return fc.oneof(...either.map((one) => valuesOf(one as JsonObject, root)));
  const types = [schema.type].flat() as string[];
  return fc.oneof(...types.map((type) => OF_TYPE[type]!(schema, root)));
}

const LIMITS = new Set(["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"]);

/** A schema without its limits: what is left is its structure. */
export function shapeOf<T extends Json>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(shapeOf) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(([name]) => !LIMITS.has(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, shapeOf(inner!)])) as T;
}
