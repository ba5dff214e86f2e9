import type { Json, JsonObject } from "../json.js";
import { formatPointer, isObject, nestsDeeperThan } from "../json-pointer.js";
import { similarNames } from "../similar-names.js";
import { INSTEAD, KEYWORDS, LIMITS, NEEDS, TYPES, wrongPattern } from "./keywords.js";
import type { Problem } from "./problem.js";
import { referenceProblems } from "./references.js";

/** A schema is sent with every request; what is larger than this is data. */
const MOST_CHARACTERS = 100_000;
/** Levels of lists and objects; each level of a document takes two in its schema. */
const MOST_NESTING = 64;
/** More say no more to a person. */
const MOST_PROBLEMS = 20;

/**
 * What is wrong with a JSON Schema (the subset of draft 2020-12 that templates may use), at most twenty problems. None
 * means that a validator takes it and that every word of it has an effect: validators pass over keywords they do not know.
 */
export function schemaProblems(schema: Json): Problem[] {
  if (nestsDeeperThan(schema, MOST_NESTING))
    return [{ at: "", problem: `it nests more than ${MOST_NESTING} levels deep` }];
  const size = JSON.stringify(schema).length;
  if (size > MOST_CHARACTERS)
    return [{ at: "", problem: `it has ${size} characters; ${MOST_CHARACTERS} are the most` }];
  if (!isObject(schema)) return [{ at: "", problem: "it must be an object" }];
  const found: Found = { problems: [], schemas: new Map() };
  walk(schema, [], [], found);
  const problems = [...found.problems, ...referenceProblems(found.schemas)];
  return problems.slice(0, MOST_PROBLEMS);
}

interface Found {
  problems: Problem[];
  /** Every schema inside, by its pointer. */
  schemas: Map<string, Json>;
}

/** `known` are names of properties that the schemas around it, which are about the same value, tell of. */
function walk(schema: Json, path: readonly string[], known: readonly string[], found: Found): void {
  const at = formatPointer(path);
  found.schemas.set(at, schema);
  if (typeof schema === "boolean") return;
  if (!isObject(schema)) {
    found.problems.push({ at, problem: "it must be a schema: an object, true or false" });
    return;
  }
  const own = isObject(schema.properties) ? Object.keys(schema.properties) : [];
  const properties = [...known, ...own];
  for (const [name, value] of Object.entries(schema)) {
    const problem = Object.hasOwn(KEYWORDS, name)
      ? wrongWith(schema, name, value, path.length === 0)
      : unknownKeyword(name);
    if (problem) found.problems.push({ at: formatPointer([...path, name]), problem });
    else
      for (const inner of schemasIn(name, value, path, found)) {
        walk(inner.schema, inner.path, KEYWORDS[name]!.inPlace ? properties : [], found);
      }
  }
  found.problems.push(...requiredProblems(schema, properties, path), ...limitProblems(schema, at));
}

function unknownKeyword(name: string): string {
  const instead = Object.hasOwn(INSTEAD, name)
    ? INSTEAD[name]
    : similarNames(name, Object.keys(KEYWORDS), 1)[0];
  return `"${name}" is not a keyword${instead ? `; did you mean ${instead}?` : ""}`;
}

function wrongWith(schema: JsonObject, name: string, value: Json, atRoot: boolean): string | undefined {
  if (name === "type") return wrongType(value);
  if ((name === "$id" || name === "$schema") && !atRoot) return `${name} belongs at the top of the schema`;
  const { wrong, of } = KEYWORDS[name]!;
  const problem = wrong?.(value);
  if (problem) return `${name} ${problem}`;
  const needed = NEEDS[name];
  if (needed && !needed.some((other) => Object.hasOwn(schema, other)))
    return `${name} has no effect without ${needed.join(" or ")}`;
  const types = typesOf(schema);
  if (of && types && !types.some((type) => of.some((one) => one === type)))
    return `${name} has no effect on the type ${types.join(", ")}; it is about ${of.join(", ")}`;
  return undefined;
}

function wrongType(value: Json): string | undefined {
  const types = Array.isArray(value) ? value : [value];
  if (types.length === 0) return "type must name at least one type";
  const wrong = types.find((type) => !isType(type));
  if (wrong !== undefined) {
    const [similar] = similarNames(String(wrong), TYPES, 1);
    const meant = similar ? `did you mean "${similar}"?` : `the types are ${TYPES.join(", ")}`;
    return `${JSON.stringify(wrong).slice(0, 80)} is not a type; ${meant}`;
  }
  return new Set(types).size < types.length ? "type names one type twice" : undefined;
}

/** The types of a schema; undefined if it names none, or one that is not a type, which is a problem of its own. */
function typesOf({ type }: JsonObject): Json[] | undefined {
  const types = Array.isArray(type) ? type : [type ?? ""];
  return types.every((one) => isType(one)) ? types : undefined;
}

const isType = (value: Json) => TYPES.some((one) => one === value);

interface Inner {
  schema: Json;
  path: string[];
}

/** The schemas in a keyword's value; where it holds none in the form it should, that is a problem. */
function schemasIn(name: string, value: Json, path: readonly string[], { problems }: Found): Inner[] {
  const own = [...path, name];
  const complain = (at: readonly string[], problem: string): Inner[] => {
    problems.push({ at: formatPointer(at), problem });
    return [];
  };
  const { holds } = KEYWORDS[name]!;
  if (holds === "schema") return [{ schema: value, path: own }];
  if (holds === "list") {
    if (!Array.isArray(value) || value.length === 0)
      return complain(own, `${name} must be a list of at least one schema`);
    return value.map((schema, at) => ({ schema, path: [...own, String(at)] }));
  }
  if (holds !== "map") return [];
  if (!isObject(value)) return complain(own, `${name} must be an object with a schema under each name`);
  return Object.entries(value).flatMap(([key, schema]) => {
    const problem = name === "patternProperties" ? wrongPattern(key) : undefined;
    if (problem) return complain([...own, key], `the name ${problem}`);
    return [{ schema, path: [...own, key] }];
  });
}

function requiredProblems(
  schema: JsonObject,
  properties: readonly string[],
  path: readonly string[],
): Problem[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return required.flatMap((name, index) => {
    if (typeof name !== "string" || properties.includes(name)) return [];
    const [similar] = similarNames(name, properties, 1);
    const meant = similar ? `; did you mean "${similar}"?` : "";
    return [
      {
        at: formatPointer([...path, "required", index]),
        problem: `"${name}" is required, and is not among the properties${meant}`,
      },
    ];
  });
}

function limitProblems(schema: JsonObject, at: string): Problem[] {
  return LIMITS.flatMap(([least, most]) => {
    const [low, high] = [schema[least], schema[most]];
    const empty = typeof low === "number" && typeof high === "number" && low > high;
    return empty ? [{ at, problem: `nothing has a ${least} of ${low} and a ${most} of ${high}` }] : [];
  });
}
