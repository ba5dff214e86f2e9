import type { Json } from "../json.js";
import { isObject } from "../json-pointer.js";

export const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"] as const;
type Type = (typeof TYPES)[number];

/** Formats that a validator knows and asserts. */
const FORMATS = [
  ...["date", "time", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference"],
  ...["uri-template", "uuid", "regex", "json-pointer", "relative-json-pointer"],
];

interface Keyword {
  /** Where schemas stand in its value: it is one, a list of them, or an object with one under each name. */
  holds?: "schema" | "list" | "map";
  /** Whether what it holds is about the same value, and not about a part of it. */
  inPlace?: boolean;
  /** The types it says something about; all if there are none. */
  of?: readonly Type[];
  /** What is wrong with its value, worded to follow the keyword's name. */
  wrong?: (value: Json) => string | undefined;
}

const a = (holds: (value: Json) => boolean, what: string) => (value: Json) =>
  holds(value) ? undefined : `must be ${what}`;

const text = a((value) => typeof value === "string", "a text");
const flag = a((value) => typeof value === "boolean", "true or false");
const number = a((value) => Number.isFinite(value), "a number");
const above0 = a((value) => Number.isFinite(value) && Number(value) > 0, "a number above 0");
const count = a((value) => Number.isSafeInteger(value) && Number(value) >= 0, "a whole number from 0");
const list = a(Array.isArray, "a list");
const isNames = (value: Json): value is string[] =>
  Array.isArray(value) &&
  value.every((one) => typeof one === "string") &&
  new Set(value).size === value.length;
const names = a(isNames, "a list of names, each once");
const dependents = a(
  (value) => isObject(value) && Object.values(value).every(isNames),
  "an object with a list of names under each name",
);
const choices = a((value) => Array.isArray(value) && value.length > 0, "a list of at least one value");
const format = a(
  (value) => FORMATS.includes(String(value)),
  `one of the known formats: ${FORMATS.join(", ")}`,
);
const draft = a(
  (value) => /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/.test(String(value)),
  "the address of draft 2020-12, https://json-schema.org/draft/2020-12/schema",
);

/** What is wrong with a pattern; undefined if it is one. Patterns are read as JavaScript's, with the flag `u`. */
export function wrongPattern(value: Json): string | undefined {
  if (typeof value !== "string") return "must be a text";
  try {
    new RegExp(value, "u");
    return undefined;
  } catch (error) {
    return `is not a regular expression: ${(error as Error).message.split(": ").at(-1)}`;
  }
}

const NUMBERS = { of: ["number", "integer"] } as const;
const STRINGS = { of: ["string"] } as const;
const ARRAYS = { of: ["array"] } as const;
const OBJECTS = { of: ["object"] } as const;
const IN_PLACE = { inPlace: true } as const;

/** The keywords of draft 2020-12 that templates may use. */
export const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $schema: { wrong: draft },
  $id: { wrong: text },
  $comment: { wrong: text },
  $ref: { wrong: text },
  $defs: { holds: "map" },
  title: { wrong: text },
  description: { wrong: text },
  default: {},
  examples: { wrong: list },
  deprecated: { wrong: flag },
  readOnly: { wrong: flag },
  writeOnly: { wrong: flag },
  contentMediaType: { wrong: text },
  type: {}, // looked at by itself, since slips in it are frequent
  enum: { wrong: choices },
  const: {},
  anyOf: { ...IN_PLACE, holds: "list" },
  oneOf: { ...IN_PLACE, holds: "list" },
  allOf: { ...IN_PLACE, holds: "list" },
  not: { ...IN_PLACE, holds: "schema" },
  if: { ...IN_PLACE, holds: "schema" },
  // biome-ignore lint/suspicious/noThenProperty: the keyword is called so, and nothing awaits the table
  then: { ...IN_PLACE, holds: "schema" },
  else: { ...IN_PLACE, holds: "schema" },
  minimum: { ...NUMBERS, wrong: number },
  maximum: { ...NUMBERS, wrong: number },
  exclusiveMinimum: { ...NUMBERS, wrong: number },
  exclusiveMaximum: { ...NUMBERS, wrong: number },
  multipleOf: { ...NUMBERS, wrong: above0 },
  minLength: { ...STRINGS, wrong: count },
  maxLength: { ...STRINGS, wrong: count },
  pattern: { ...STRINGS, wrong: wrongPattern },
  format: { ...STRINGS, wrong: format },
  items: { ...ARRAYS, holds: "schema" },
  prefixItems: { ...ARRAYS, holds: "list" },
  contains: { ...ARRAYS, holds: "schema" },
  minContains: { ...ARRAYS, wrong: count },
  maxContains: { ...ARRAYS, wrong: count },
  minItems: { ...ARRAYS, wrong: count },
  maxItems: { ...ARRAYS, wrong: count },
  uniqueItems: { ...ARRAYS, wrong: flag },
  properties: { ...OBJECTS, holds: "map" },
  patternProperties: { ...OBJECTS, holds: "map" },
  additionalProperties: { ...OBJECTS, holds: "schema" },
  propertyNames: { ...OBJECTS, holds: "schema" },
  required: { ...OBJECTS, wrong: names },
  dependentRequired: { ...OBJECTS, wrong: dependents },
  minProperties: { ...OBJECTS, wrong: count },
  maxProperties: { ...OBJECTS, wrong: count },
};

/** What keywords of other drafts and dialects are in this one. */
export const INSTEAD: Readonly<Record<string, string>> = {
  definitions: "$defs",
  id: "$id",
  additionalItems: "items",
  dependencies: "dependentRequired",
  nullable: 'a type such as ["string", "null"]',
  optional: "required, in the object around it",
};

/** Limits that leave nothing between them, and keywords that say nothing without another. */
export const LIMITS = [
  ["minimum", "maximum"],
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
  ["minContains", "maxContains"],
  ["minProperties", "maxProperties"],
] as const;

export const NEEDS: Readonly<Record<string, readonly string[]>> = {
  if: ["then", "else"],
  // biome-ignore lint/suspicious/noThenProperty: the keyword is called so, and nothing awaits the table
  then: ["if"],
  else: ["if"],
  minContains: ["contains"],
  maxContains: ["contains"],
};
