import type { Json } from "../json.js";
import { formatPointer, isObject, parsePointer } from "../json-pointer.js";
import { KEYWORDS } from "./keywords.js";
import type { Problem } from "./problem.js";

/** The JSON pointer of a `$ref` inside its own schema; undefined if it is of another form. */
export function pointerOf(reference: Json | undefined): string | undefined {
  if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
  try {
    const names = parsePointer(decodeURIComponent(reference.slice(1)));
    return names && formatPointer(names);
  } catch {
    return undefined; // a broken escape
  }
}

/** References that lead nowhere, and those that lead back to themselves before any part of a value was looked at. */
export function referenceProblems(schemas: ReadonlyMap<string, Json>): Problem[] {
  const problems: Problem[] = [];
  for (const [path, schema] of schemas) {
    if (!isObject(schema) || typeof schema.$ref !== "string") continue;
    const target = pointerOf(schema.$ref);
    const at = `${path}/$ref`;
    if (target === undefined)
      problems.push({ at, problem: "$ref must point inside the schema, such as #/$defs/name" });
    else if (!schemas.has(target))
      problems.push({ at, problem: `$ref leads nowhere: there is no schema at ${schema.$ref}` });
    else if (leadsBack(path, schemas))
      problems.push({ at, problem: "$ref leads back to itself, so that no value can be checked" });
  }
  return problems;
}

/** Whether the way from a schema, through what is about the same value, comes back to it. */
function leadsBack(start: string, schemas: ReadonlyMap<string, Json>): boolean {
  const seen = new Set<string>();
  const waiting = aboutTheSame(start, schemas);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === start) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    waiting.push(...aboutTheSame(at, schemas));
  }
  return false;
}

function aboutTheSame(at: string, schemas: ReadonlyMap<string, Json>): string[] {
  const schema = schemas.get(at);
  if (!isObject(schema)) return [];
  const inside = Object.entries(schema).flatMap(([name, value]) => {
    if (!KEYWORDS[name]?.inPlace) return [];
    return Array.isArray(value) ? value.map((_, index) => `${at}/${name}/${index}`) : [`${at}/${name}`];
  });
  const target = pointerOf(schema.$ref);
  return target === undefined ? inside : [...inside, target];
}
