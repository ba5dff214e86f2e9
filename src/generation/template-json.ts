import type { Json, JsonObject } from "../core/json.js";
import { PROVIDER_NAMES } from "../core/model.js";
import { similarNames } from "../core/similar-names.js";
import type { Rule, Template } from "../core/template.js";
import { isObject } from "../core/template-names.js";
import { DURATIONS, MINUTE, parseDuration, SECOND } from "../core/time.js";
import { UserError } from "../errors.js";

/** What `template.json` says: a template without its name and its texts. */
type Declared = Omit<Template, "name" | "system" | "user">;

/** Reads a field; what is wrong is thrown as a Wrong, whose message follows the field's name. */
type Read<T> = (value: Json) => T;

class Wrong extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/** No reply is longer, and no server answers later. */
const MOST_TOKENS = 1_000_000;
const LONGEST = 60 * MINUTE;

const FIELDS: { [Name in keyof Required<Declared>]: Read<Required<Declared>[Name]> } = {
  parameters: (value) => object(value, "a JSON Schema in braces"),
  output: (value) =>
    value === "markdown" || value === "text" ? value : object(value, 'a JSON Schema, "markdown" or "text"'),
  rules: (value) => list(value).map((rule, at) => under(`[${at}]`, () => ruleOf(rule))),
  endpoints: (value) => list(value).map((endpoint, at) => under(`[${at}]`, () => endpointOf(endpoint))),
  limits: (value) => fieldsOf(object(value, "an object"), LIMITS),
  record: (value) => {
    const { keys = {} } = fieldsOf(object(value, "an object"), { keys: keysOf });
    return { keys };
  },
};

const LIMITS = { output: tokens, timeout: timeout };

/**
 * The fields of a `template.json`. Throws UserError that begins with `file` and names the field; a field that is not
 * known is refused with the one that may be meant.
 */
export function readDeclared(text: string, file: string): Declared {
  try {
    const all = object(parsed(text), "an object in braces");
    const { parameters, output, rules = [], endpoints = [], limits = {}, record } = fieldsOf(all, FIELDS);
    if (!parameters) throw new Wrong("parameters", "is missing: a JSON Schema of what a job is given");
    if (!output) throw new Wrong("output", 'is missing: a JSON Schema, "markdown" or "text"');
    if (record) under("record", () => refuseUnlessListed(record.keys, output));
    return { parameters, output, rules, endpoints, limits, ...(record ? { record } : {}) };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    throw new UserError([file, error.path, error.message].filter(Boolean).join(": "));
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new Wrong("", `is not JSON: ${(error as Error).message}`);
  }
}

function under<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const dot = error.path && !error.path.startsWith("[") ? "." : "";
    throw new Wrong(`${path}${dot}${error.path}`, error.message);
  }
}

type Readers = Record<string, Read<unknown>>;
type ReadBy<R extends Readers> = { [Name in keyof R]?: ReturnType<R[Name]> };

function fieldsOf<R extends Readers>(value: JsonObject, readers: R): ReadBy<R> {
  const fields = Object.entries(value).map(([name, inner]) => {
    if (!Object.hasOwn(readers, name)) throw new Wrong(name, unknownField(name, Object.keys(readers)));
    return [name, under(name, () => readers[name]!(inner))];
  });
  return Object.fromEntries(fields) as ReadBy<R>;
}

function unknownField(name: string, known: readonly string[]): string {
  const [similar] = similarNames(name, known, 1);
  return `is not a known field; ${similar ? `did you mean ${similar}?` : `there are ${known.join(", ")}`}`;
}

function object(value: Json, what: string): JsonObject {
  if (isObject(value)) return value;
  throw new Wrong("", `must be ${what}`);
}

function list(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  throw new Wrong("", "must be a list");
}

function ruleOf(value: Json): Rule {
  const { rule, at, gravity, ...rest } = object(value, 'an object such as {"rule": "length", …}');
  if (typeof rule !== "string") throw new Wrong("rule", "must be the name of a rule");
  if (at !== undefined && (typeof at !== "string" || !/^(?:\/|$)/.test(at)))
    throw new Wrong("at", "must be a JSON pointer such as /rows");
  if (gravity !== undefined && gravity !== "hard" && gravity !== "soft")
    throw new Wrong("gravity", 'must be "hard" or "soft"');
  return { rule, ...(at === undefined ? {} : { at }), ...(gravity ? { gravity } : {}), ...rest };
}

/** A program of one's own and pseudo-localisation translate lines, and write no documents. */
const WRITERS = PROVIDER_NAMES.filter((name) => name !== "command" && name !== "pseudo");

function endpointOf(value: Json): string {
  const [, provider] = /^([^:\s]+)(?::\S+)?$/.exec(typeof value === "string" ? value : "") ?? [];
  if (provider === undefined) throw new Wrong("", "must be a provider, or provider:model");
  if (WRITERS.some((name) => name === provider)) return value as string;
  throw new Wrong("", `"${provider}" is not a provider of documents; there are ${WRITERS.join(", ")}`);
}

function tokens(value: Json): number {
  if (Number.isInteger(value) && Number(value) > 0 && Number(value) <= MOST_TOKENS) return Number(value);
  throw new Wrong("", `must be a number of tokens from 1 to ${MOST_TOKENS}`);
}

function timeout(value: Json): number {
  const ms = typeof value === "string" ? parseDuration(value) : undefined;
  if (ms !== undefined && ms >= SECOND && ms <= LONGEST) return ms;
  throw new Wrong("", `must be ${DURATIONS.split(",")[0]}, written "90s", from 1s to 1h`);
}

function keysOf(value: Json): Record<string, string> {
  const entries = Object.entries(object(value, "an object with a property's name for each list"));
  for (const [name, key] of entries)
    if (typeof key !== "string") throw new Wrong(name, "must be the name of a property");
  return Object.fromEntries(entries) as Record<string, string>;
}

function refuseUnlessListed(keys: Readonly<Record<string, string>>, output: Declared["output"]): void {
  if (typeof output === "string") throw new Wrong("", "needs an output that is a JSON Schema");
  const properties = isObject(output.properties) ? output.properties : {};
  for (const [name, key] of Object.entries(keys)) {
    const schema = properties[name];
    const items = isObject(schema) && isObject(schema.items) ? schema.items : undefined;
    if (!items) throw new Wrong(`keys.${name}`, "is not a list of the output");
    if (!isObject(items.properties) || !Object.hasOwn(items.properties, key))
      throw new Wrong(`keys.${name}`, `"${key}" is not a property of the list's items`);
  }
}
