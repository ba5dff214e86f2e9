import type { Validator } from "@cfworker/json-schema";
import type { Json, JsonObject } from "../core/json.js";
import { isObject, nestsDeeperThan } from "../core/json-pointer.js";
import type { Problem } from "../core/schema/problem.js";
import { leafProblems } from "./leaf-problems.js";

/** No document of a template nests as deep; the validator calls itself for each level. */
const MOST_NESTING = 200;
/** A pattern is tried on no longer text, since its time may grow with the square of the length or faster. */
const MOST_MATCHED = 10_000;

const validators = new WeakMap<JsonObject, { validator: Validator; root: JsonObject }>();

/**
 * What is wrong with a value by a JSON Schema that has passed `schemaProblems`: the parts that are wrong themselves, not
 * what stands around them, at most twenty, each one plain line that quotes nothing of the value. Formats are asserted. A
 * value that nests too deep is a problem, never an exception.
 */
export async function validate(schema: JsonObject, value: Json): Promise<Problem[]> {
  if (nestsDeeperThan(value, MOST_NESTING))
    return [{ at: "", problem: `nests more than ${MOST_NESTING} levels deep` }];
  const { validator, root } = await validatorOf(schema);
  try {
    return leafProblems(validator.validate(value).errors, root, value);
  } catch (error) {
    // Such as the name of a property that is not Unicode.
    return [{ at: "", problem: `cannot be checked: ${(error as Error).message.slice(0, 200)}` }];
  }
}

/** Made once for each schema. The validator writes into what it is given, and gets a copy. */
async function validatorOf(schema: JsonObject) {
  const known = validators.get(schema);
  if (known) return known;
  const { Validator } = await import("@cfworker/json-schema");
  const { $id, ...rest } = schema; // an address of its own would only make references depend on it
  const root = withMatching(rest) as JsonObject;
  const made = { validator: new Validator(root, "2020-12", false), root };
  validators.set(schema, made);
  return made;
}

/** A copy in which patterns and formats are tried only on texts that are short enough; longer ones are refused. */
function withMatching(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withMatching);
  if (!isObject(schema)) return schema;
  const copy: JsonObject = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, HOLDS_DATA.has(name) ? value : withMatching(value)]),
  );
  const matching = Object.entries(copy).filter(
    ([name, value]) => MATCHES.has(name) && typeof value === "string",
  );
  if (matching.length === 0) return copy;
  for (const [name] of matching) delete copy[name];
  const long: JsonObject = { if: { maxLength: MOST_MATCHED }, else: { maxLength: MOST_MATCHED } };
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, and nothing awaits it
  const tried = { ...long, then: Object.fromEntries(matching) };
  return { ...copy, allOf: [...(Array.isArray(copy.allOf) ? copy.allOf : []), tried] };
}

const MATCHES = new Set(["pattern", "format"]);
const HOLDS_DATA = new Set(["const", "enum", "default", "examples"]);
