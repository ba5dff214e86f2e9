import type { OutputUnit } from "@cfworker/json-schema";
import type { Json, JsonObject } from "../core/json.js";
import { childOf, formatPointer, parsePointer } from "../core/json-pointer.js";
import type { Problem } from "../core/schema/problem.js";
import { pointerOf } from "../core/schema/references.js";

/** What is sent back to a model, and what a person reads. */
const MOST_PROBLEMS = 20;
/** Errors that are looked at; a list with a thousand wrong items says enough in these. */
const MOST_ERRORS = 500;

/** Their errors only say that something inside is wrong, which has an error of its own. */
const AROUND = new Set(
  "$ref allOf if properties patternProperties additionalProperties items prefixItems".split(" "),
);
/** Of these, one alternative that was nearly met says more than all. */
const ALTERNATIVES = new Set(["anyOf", "oneOf"]);
/** What is wrong inside these is nobody's mistake: the items that are not the one that was looked for. */
const CLOSED = new Set(["contains", "propertyNames", "not"]);

/** What a validator found, as problems of the parts that are wrong themselves, one for each part and keyword. */
export function leafProblems(errors: readonly OutputUnit[], schema: JsonObject, value: Json): Problem[] {
  const found = new Map<string, Problem>();
  for (const error of leavesOf(errors.slice(0, MOST_ERRORS))) {
    const names = namesOf(error.instanceLocation);
    const expected = keywordValue(schema, error.keywordLocation);
    const actual = names.reduce<Json | undefined>(childOf, value);
    const says = SAYS[error.keyword]?.(expected, actual, error.error) ?? `does not fit ${error.keyword}`;
    const problem = { at: formatPointer(names), problem: says };
    found.set(`${problem.at} ${says}`, problem);
    if (found.size === MOST_PROBLEMS) break;
  }
  return [...found.values()];
}

function leavesOf(errors: readonly OutputUnit[]): OutputUnit[] {
  const leaves: OutputUnit[] = [];
  let rest = [...errors];
  for (let error = rest.shift(); error; error = rest.shift()) {
    if (AROUND.has(error.keyword)) continue;
    const around = error;
    const alternatives = ALTERNATIVES.has(around.keyword);
    if (!alternatives && !CLOSED.has(around.keyword)) {
      leaves.push(around);
      continue;
    }
    const inside = rest.filter((one) => isInside(one, around));
    rest = rest.filter((one) => !isInside(one, around));
    const nearest = alternatives ? nearestAlternative(around, inside) : [];
    leaves.push(...(nearest.length ? leavesOf(nearest) : [around]));
  }
  return leaves;
}

const isWithin = (path: string, start: string) => path === start || path.startsWith(`${start}/`);
const isInside = (error: OutputUnit, around: OutputUnit) =>
  error !== around &&
  isWithin(error.keywordLocation, around.keywordLocation) &&
  isWithin(error.instanceLocation, around.instanceLocation);

/** The errors of the alternative with the fewest, if only one is of the value's type and kind; else none. */
function nearestAlternative(around: OutputUnit, inside: readonly OutputUnit[]): OutputUnit[] {
  const branches = new Map<string, OutputUnit[]>();
  for (const error of inside) {
    const branch = error.keywordLocation.slice(around.keywordLocation.length + 1).split("/")[0]!;
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  const near = [...branches.values()].filter((errors) => !errors.some((error) => isOther(error, around)));
  return near.length === 1 ? near[0]! : [];
}

/** An error that says that the value is of another kind: its type, or the constant that tells kinds apart. */
function isOther({ keyword, instanceLocation }: OutputUnit, around: OutputUnit): boolean {
  if (instanceLocation === around.instanceLocation) return ["type", "const", "enum"].includes(keyword);
  const below = instanceLocation.slice(around.instanceLocation.length + 1);
  return keyword === "const" && !below.includes("/");
}

/** The names in a location such as `#/a%20b/0`. */
const namesOf = (location: string) => parsePointer(decodeURIComponent(location.slice(1))) ?? [];

/** The value of the keyword that an error is about; references on the way to it are followed. */
function keywordValue(schema: JsonObject, location: string): Json | undefined {
  let value: Json | undefined = schema;
  for (const name of namesOf(location)) {
    value = childOf(value, name);
    if (name !== "$ref" || typeof value !== "string") continue;
    value = parsePointer(pointerOf(value) ?? "")?.reduce<Json | undefined>(childOf, schema);
  }
  return value;
}

const NOUNS: Record<string, string> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  null: "null",
};

function kindOf(value: Json | undefined): string {
  if (Array.isArray(value)) return "a list";
  return value === null ? "null" : (NOUNS[typeof value] ?? "nothing");
}

const anyOf = (names: readonly string[]) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

/** A schema's own value in a message. */
const shown = (value: Json | undefined) => cut(JSON.stringify(value) ?? "");
const cut = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

const counted = (count: Json | undefined, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const properties = (count: Json | undefined) => `${count} ${count === 1 ? "property" : "properties"}`;
const lengthOf = (value: Json | undefined) => (typeof value === "string" ? [...value].length : 0);
const itemsOf = (value: Json | undefined) => (Array.isArray(value) ? value.length : 0);
const quotedIn = (error: string) => [...error.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, name]) => name!);

type Says = (expected: Json | undefined, actual: Json | undefined, error: string) => string;

const SAYS: Record<string, Says> = {
  false: () => "is not in the schema; leave it out",
  type: (types, value) =>
    `must be ${anyOf([types ?? []].flat().map((type) => NOUNS[String(type)] ?? String(type)))}, not ${
      types === "integer" && typeof value === "number" ? "a fraction" : kindOf(value)
    }`,
  const: (constant) => `must be ${shown(constant)}`,
  enum: (values) =>
    `must be one of ${cut((Array.isArray(values) ? values : []).map((one) => JSON.stringify(one)).join(", "))}`,
  not: () => "is what the schema excludes",
  anyOf: () => "fits none of the alternatives",
  oneOf: (_, __, error) =>
    error.includes("(0 matches)")
      ? "fits none of the alternatives"
      : "fits more than one of the alternatives",
  required: (_, __, error) => `"${quotedIn(error)[0] ?? ""}" is missing`,
  minProperties: (least) => `must have at least ${properties(least)}`,
  maxProperties: (most) => `must have at most ${properties(most)}`,
  propertyNames: () => "has a property whose name is not allowed",
  dependentRequired: (_, __, error) => {
    const [name, missing] = quotedIn(error);
    return `has "${name}" and so must have "${missing}"`;
  },
  minItems: (least, value) => `must have at least ${counted(least, "item")}, but has ${itemsOf(value)}`,
  maxItems: (most, value) => `must have at most ${counted(most, "item")}, but has ${itemsOf(value)}`,
  contains: () => "has no item of the kind that it must contain",
  minContains: (least) => `must have at least ${counted(least, "item")} of the kind that it must contain`,
  maxContains: (most) => `must have at most ${counted(most, "item")} of the kind that it must contain`,
  uniqueItems: (_, __, error) =>
    `has the same item twice, at ${error.match(/\d+ and \d+/)?.[0] ?? "two places"}`,
  minimum: (least) => `must be ${least} or more`,
  maximum: (most) => `must be ${most} or less`,
  exclusiveMinimum: (limit) => `must be more than ${limit}`,
  exclusiveMaximum: (limit) => `must be less than ${limit}`,
  multipleOf: (factor) => `must be a multiple of ${factor}`,
  minLength: (least, value) =>
    `must have at least ${counted(least, "character")}, but has ${lengthOf(value)}`,
  maxLength: (most, value) => `must have at most ${counted(most, "character")}, but has ${lengthOf(value)}`,
  pattern: (pattern) => `must match the pattern ${pattern}`,
  format: (format) => `must be in the format ${format}`,
};
