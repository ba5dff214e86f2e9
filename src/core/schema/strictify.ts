import type { Json, JsonObject } from "../json.js";
import { isObject } from "../json-pointer.js";
import { takesNull } from "./absent.js";

type StrictProvider = "openai" | "anthropic";

interface Rules {
  /** Keywords that are sent; what others ask for is told in the description, and checked in the reply. */
  keywords: ReadonlySet<string>;
  /** Whether every key must be there, so that one that may be absent is null. */
  allRequired: boolean;
  /** The most that the provider takes of keys that may be absent, and of types that are one of several. */
  most: { optional: number; unions: number };
}

const COMMON = [
  "type",
  "properties",
  "required",
  "items",
  "enum",
  "const",
  "anyOf",
  "$ref",
  "$defs",
  "description",
  "title",
];

/** OpenAI: structured outputs guide. Anthropic: what its SDK keeps, and the limits its documentation states. */
const RULES: Record<StrictProvider, Rules> = {
  openai: {
    keywords: new Set([
      ...COMMON,
      ...["pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
      ...["minItems", "maxItems"],
    ]),
    allRequired: true,
    most: { optional: Number.POSITIVE_INFINITY, unions: Number.POSITIVE_INFINITY },
  },
  anthropic: {
    keywords: new Set([...COMMON, "format", "allOf"]),
    allRequired: false,
    most: { optional: 24, unions: 16 },
  },
};

/** Keywords that mean that a schema can't be made strict without losing what it says. */
const OPEN = [
  "patternProperties",
  "propertyNames",
  "not",
  "if",
  "dependentSchemas",
  "unevaluatedProperties",
  "prefixItems",
];

class NotStrict extends Error {}

interface Counts {
  optional: number;
  unions: number;
}

/**
 * A schema as a provider takes it in its strict mode: no key beside those that are named, and for OpenAI every key there,
 * where one that may be absent may be null (`withoutAbsent` takes those out again). What the provider has no keyword for is
 * told in the description. Undefined where it can't be made strict, or is beyond the provider's limits.
 */
export function strictFor(provider: StrictProvider, schema: JsonObject): JsonObject | undefined {
  const rules = RULES[provider];
  const counts: Counts = { optional: 0, unions: 0 };
  try {
    if (typeOf(schema) !== "object" || isRecursive(schema)) return undefined;
    const strict = strictly(schema, rules, counts);
    const { optional, unions } = rules.most;
    return counts.optional > optional || counts.unions > unions ? undefined : (strict as JsonObject);
  } catch (error) {
    if (error instanceof NotStrict) return undefined;
    throw error;
  }
}

const typeOf = ({ type, properties }: JsonObject) => (type === undefined && properties ? "object" : type);

function strictly(schema: Json, rules: Rules, counts: Counts): Json {
  if (typeof schema === "boolean") throw new NotStrict();
  if (!isObject(schema)) return schema;
  if (OPEN.some((keyword) => keyword in schema)) throw new NotStrict();
  const { oneOf, definitions, ...given } = schema;
  const plain: JsonObject = {
    ...given,
    ...(oneOf === undefined ? {} : { anyOf: oneOf }),
    ...(definitions === undefined ? {} : { $defs: definitions }),
  };
  const kept = Object.entries(plain).filter(([name]) => rules.keywords.has(name));
  const told = Object.entries(plain).filter(
    ([name, value]) => !rules.keywords.has(name) && !UNTOLD.has(name) && !isObject(value),
  );
  const out: JsonObject = Object.fromEntries(
    kept.map(([name, value]) => [name, within(name, value, rules, counts)]),
  );
  if (Array.isArray(plain.type) || plain.anyOf) counts.unions++;
  if (told.length) out.description = described(plain.description, told);
  return typeOf(plain) === "object" ? closed(out, plain, rules, counts) : out;
}

/** Keywords that say nothing about a value. */
const UNTOLD = new Set([
  "$schema",
  "$id",
  "$comment",
  "default",
  "examples",
  "additionalProperties",
  "deprecated",
]);

const described = (description: Json | undefined, told: readonly [string, Json][]) =>
  [
    ...(typeof description === "string" ? [description] : []),
    told.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", "),
  ].join(" — ");

function within(name: string, value: Json, rules: Rules, counts: Counts): Json {
  if (name === "properties" || name === "$defs")
    return Object.fromEntries(
      Object.entries(value as JsonObject).map(([key, inner]) => [key, strictly(inner, rules, counts)]),
    );
  if (name === "items") return strictly(value, rules, counts);
  if (name === "anyOf" || name === "allOf")
    return (value as Json[]).map((inner) => strictly(inner, rules, counts));
  return value;
}

function closed(out: JsonObject, plain: JsonObject, { allRequired }: Rules, counts: Counts): JsonObject {
  if (isObject(plain.additionalProperties)) throw new NotStrict();
  const properties = (out.properties ?? {}) as JsonObject;
  const required = Array.isArray(plain.required) ? plain.required.map(String) : [];
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  counts.optional += optional.length;
  if (!allRequired) return { ...out, type: "object", additionalProperties: false };
  const all = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [
      name,
      optional.includes(name) ? nullable(inner as JsonObject) : inner,
    ]),
  );
  return { ...out, type: "object", properties: all, required: Object.keys(all), additionalProperties: false };
}

function nullable(schema: JsonObject): JsonObject {
  if (takesNull(schema)) return schema;
  const { type } = schema;
  if (type !== undefined && !("enum" in schema) && !("const" in schema))
    return { ...schema, type: [...(Array.isArray(type) ? type : [type]), "null"] };
  return { anyOf: [schema, { type: "null" }] };
}

/** Whether a reference leads back into itself: neither provider takes that. */
function isRecursive(schema: JsonObject): boolean {
  const definitions = { ...(schema.definitions as JsonObject), ...(schema.$defs as JsonObject) };
  const visit = (value: Json, open: readonly string[]): boolean => {
    if (Array.isArray(value)) return value.some((inner) => visit(inner, open));
    if (!isObject(value)) return false;
    if (typeof value.$ref === "string") {
      const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(value.$ref)?.[1];
      if (name === undefined) throw new NotStrict();
      if (open.includes(name)) return true;
      if (visit(definitions[name] ?? null, [...open, name])) return true;
    }
    return Object.entries(value).some(
      ([key, inner]) => key !== "$defs" && key !== "definitions" && visit(inner, open),
    );
  };
  return visit(schema, []);
}
