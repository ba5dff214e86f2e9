import type { Json, JsonObject } from "../json.js";
import { childOf, isObject, parsePointer } from "../json-pointer.js";
import { pointerOf } from "./references.js";

/** The schema itself, or what its reference leads to; undefined if that is no object. */
export function referred(schema: Json | undefined, root: JsonObject): JsonObject | undefined {
  const seen = new Set<Json>();
  let at = schema;
  while (isObject(at) && typeof at.$ref === "string" && !seen.has(at)) {
    seen.add(at);
    at = parsePointer(pointerOf(at.$ref) ?? "/")?.reduce<Json | undefined>(childOf, root);
  }
  return isObject(at) ? at : undefined;
}

/** The alternatives of a schema; none if it has none. */
export const alternativesOf = ({ anyOf, oneOf }: JsonObject): Json[] =>
  [anyOf, oneOf].flatMap((one) => (Array.isArray(one) ? one : []));

/** Whether null fits a schema. */
export function takesNull(schema: Json | undefined, root: JsonObject): boolean {
  if (typeof schema === "boolean") return schema;
  const own = referred(schema, root);
  if (!own) return false;
  const { type, enum: values, const: only } = own;
  if (type !== undefined && ![type].flat().includes("null")) return false;
  if (Array.isArray(values) && !values.includes(null)) return false;
  if (only !== undefined && only !== null) return false;
  const either = alternativesOf(own);
  return either.length === 0 || either.some((one) => takesNull(one, root));
}

/** Whether a value can be meant by a schema, by its type, its constants, and the keys of an object. */
export function isMeantBy(schema: Json | undefined, value: Json, root: JsonObject): boolean {
  const own = referred(schema, root);
  if (!own) return schema !== false;
  if (!isOfKind(own, value)) return false;
  const either = alternativesOf(own);
  if (either.length > 0 && !either.some((one) => isMeantBy(one, value, root))) return false;
  if (!isObject(value) || !isObject(own.properties)) return true;
  const required = Array.isArray(own.required) ? own.required : [];
  return (
    required.every((name) => Object.hasOwn(value, String(name))) &&
    Object.entries(value).every(([name, inner]) => {
      const its = childOf(own.properties, name);
      if (its === undefined) return own.additionalProperties !== false;
      return isOfKind(referred(its, root) ?? {}, inner) || (inner === null && !required.includes(name));
    })
  );
}

function isOfKind({ type, enum: values, const: only }: JsonObject, value: Json): boolean {
  if (Array.isArray(values) && isPlain(value) && !values.includes(value)) return false;
  if (only !== undefined && isPlain(value) && only !== value) return false;
  return type === undefined || [type].flat().some((one) => typesOf(value).includes(String(one)));
}

const isPlain = (value: Json) => typeof value !== "object" || value === null;

/** The names that a schema has for the type of a value. */
export function typesOf(value: Json): string[] {
  if (value === null) return ["null"];
  if (Array.isArray(value)) return ["array"];
  if (typeof value !== "number") return [typeof value];
  return Number.isInteger(value) ? ["integer", "number"] : ["number"];
}
