import type { Json, JsonObject } from "../json.js";
import { isObject } from "../json-pointer.js";
import { type Measure, measure } from "./measure.js";
import { takesNull, typesOf } from "./shape.js";
import { wordsFor } from "./words.js";

type StrictProvider = "openai" | "anthropic";

interface Rules {
  /** Limits that are sent as they are; the others are put into words, and checked in the reply. */
  limits: readonly string[];
  /** Whether every key must be there, so that one that may be absent is null. */
  allRequired: boolean;
  /** The most that the provider takes. */
  most: Partial<Measure>;
}

/** OpenAI: its guide on structured outputs. Anthropic: what its SDK keeps, and the limits that its documentation states. */
const RULES: Record<StrictProvider, Rules> = {
  openai: {
    limits: "format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems".split(
      " ",
    ),
    allRequired: true,
    most: { depth: 10, properties: 5000, choices: 1000, characters: 120_000 },
  },
  anthropic: {
    limits: ["format", "minItems"],
    allRequired: false,
    most: { optional: 24, unions: 16 },
  },
};

/** What says nothing about a value, or is said in another way. */
const SILENT = new Set(
  "$schema $id $comment default examples deprecated readOnly writeOnly contentMediaType description additionalProperties".split(
    " ",
  ),
);
/** The formats that both providers take. */
const FORMATS = "date-time time date duration email hostname ipv4 ipv6 uuid".split(" ");

class NotStrict extends Error {}

/**
 * A schema that has passed `schemaProblems`, as a provider takes it in its strict mode: no key beside those that are named,
 * and for OpenAI every key there, where one that may be absent may be null (`withoutAbsent` takes those out again). Limits
 * that the provider has no keyword for are put into the description in words. Undefined where it can't be made strict
 * without losing its structure, or is beyond the provider's limits.
 */
export function strictFor(provider: StrictProvider, schema: JsonObject): JsonObject | undefined {
  const rules = RULES[provider];
  try {
    const strict = strictly(schema, rules, schema);
    if (strict.type !== "object") return undefined;
    const measured = measure(strict);
    if (measured.depth === Number.POSITIVE_INFINITY) return undefined;
    const isBeyond = Object.entries(rules.most).some(
      ([what, most]) => measured[what as keyof Measure] > most,
    );
    return isBeyond ? undefined : strict;
  } catch (error) {
    if (error instanceof NotStrict) return undefined;
    throw error;
  }
}

function strictly(given: Json | undefined, rules: Rules, root: JsonObject): JsonObject {
  if (!isObject(given)) throw new NotStrict();
  if (given.$ref !== undefined) return reference(given, root);
  const { $defs, oneOf, ...rest } = given;
  if (oneOf && rest.anyOf) throw new NotStrict();
  const schema: JsonObject = oneOf ? { ...rest, anyOf: oneOf } : rest;
  const strict: JsonObject = {};
  const words: string[] = typeof schema.description === "string" ? [schema.description] : [];
  for (const [name, value] of Object.entries(schema)) {
    if (SILENT.has(name)) continue;
    if (SHAPES[name]) strict[name] = SHAPES[name](value, rules, root);
    else if (isSent(name, value, rules)) strict[name] = value;
    else words.push(limitInWords(name, value));
  }
  const description = words.filter((one) => one).join("; ");
  if (description) strict.description = description;
  if (strict.anyOf) refuseBeside(strict);
  else Object.assign(strict, { type: schema.type ?? typeOf(schema) });
  if ([strict.type].flat().includes("object")) Object.assign(strict, closed(strict, schema, rules, root));
  if ([strict.type].flat().includes("array") && !strict.items) throw new NotStrict();
  // References lead to the definitions at the root alone.
  if (isObject($defs) && given === root) strict.$defs = each($defs, (one) => strictly(one, rules, root));
  return strict;
}

function limitInWords(name: string, value: Json): string {
  const words = wordsFor(name, value);
  if (words === undefined) throw new NotStrict();
  return words;
}

type Shape = (value: Json, rules: Rules, root: JsonObject) => Json;

const asItIs: Shape = (value) => value;

/** Keywords that are sent to every provider. */
const SHAPES: Readonly<Record<string, Shape>> = {
  type: asItIs,
  enum: asItIs,
  const: asItIs,
  title: asItIs,
  required: asItIs,
  items: strictly,
  anyOf: (value, rules, root) => (value as Json[]).map((one) => strictly(one, rules, root)),
  properties: (value, rules, root) => each(value as JsonObject, (one) => strictly(one, rules, root)),
};

const each = (schemas: JsonObject, change: (schema: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]));

function isSent(name: string, value: Json, { limits, allRequired }: Rules): boolean {
  if (!limits.includes(name)) return false;
  if (name === "format") return FORMATS.includes(String(value));
  return name !== "minItems" || allRequired || Number(value) < 2;
}

/** A reference to a definition stands alone; what else says something beside it has no place. */
function reference(schema: JsonObject, root: JsonObject): JsonObject {
  const { $ref, $defs, title, description, ...others } = schema;
  const known = /^#\/\$defs\/[^/~%]+$/.test(String($ref)) && schema !== root;
  if (!known || Object.keys(others).some((name) => !SILENT.has(name))) throw new NotStrict();
  return { $ref: $ref! };
}

/** Alternatives can't stand beside what else says something about the same value: each is closed by itself. */
function refuseBeside({ anyOf, title, description, ...others }: JsonObject): void {
  if (Object.keys(others).length) throw new NotStrict();
}

/** Providers want a type everywhere; where none is given it is that of the values. */
function typeOf({ properties, items, enum: values, const: only }: JsonObject): Json {
  if (properties) return "object";
  if (items) return "array";
  const all = Array.isArray(values) ? values : only === undefined ? [] : [only];
  const types = [...new Set(all.map((value) => typesOf(value).at(-1)!))];
  if (types.length === 0) throw new NotStrict();
  return types.length === 1 ? types[0]! : types;
}

function closed(
  strict: JsonObject,
  schema: JsonObject,
  { allRequired }: Rules,
  root: JsonObject,
): JsonObject {
  const { additionalProperties, required: given } = schema;
  if (!isObject(strict.properties) || (additionalProperties !== undefined && additionalProperties !== false))
    throw new NotStrict();
  const required = Array.isArray(given) ? given.map(String) : [];
  const properties = strict.properties;
  const names = Object.keys(properties);
  if (required.some((name) => !names.includes(name))) throw new NotStrict();
  if (!allRequired) return { required, additionalProperties: false };
  const own = isObject(schema.properties) ? schema.properties : {};
  const all = names.map((name) => {
    const isThere = required.includes(name) || takesNull(own[name], root);
    return [name, isThere ? properties[name]! : nullable(properties[name] as JsonObject)] as const;
  });
  return { properties: Object.fromEntries(all), required: names, additionalProperties: false };
}

function nullable(schema: JsonObject): JsonObject {
  const { description, ...bare } = schema;
  const said: JsonObject = description === undefined ? {} : { description };
  if (Array.isArray(bare.anyOf)) return { ...schema, anyOf: [...bare.anyOf, { type: "null" }] };
  if (bare.type !== undefined && !("enum" in bare) && !("const" in bare))
    return { ...schema, type: [...[bare.type].flat(), "null"] };
  return { ...said, anyOf: [bare, { type: "null" }] };
}
