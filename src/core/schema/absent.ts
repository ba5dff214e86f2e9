import type { Json, JsonObject } from "../json.js";
import { childOf, isObject } from "../json-pointer.js";
import { alternativesOf, isMeantBy, referred, takesNull } from "./shape.js";

/**
 * A document without the nulls that stand for what is absent: those under keys that need not be there and whose own
 * schema takes no null. Of alternatives, the first that can be meant counts.
 */
export function withoutAbsent(value: Json, schema: JsonObject): Json {
  return cleaned(value, schema, schema);
}

function cleaned(value: Json, schema: Json | undefined, root: JsonObject): Json {
  const own = meant(schema, value, root);
  if (!own) return value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, own.items, root));
  if (!isObject(value)) return value;
  const required = Array.isArray(own.required) ? own.required : [];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
      const its = childOf(own.properties, name);
      if (inner === null && its !== undefined && !required.includes(name) && !takesNull(its, root)) return [];
      return [[name, cleaned(inner, its, root)]];
    }),
  );
}

/** Of a schema with alternatives the one that can be meant; any other itself. */
function meant(schema: Json | undefined, value: Json, root: JsonObject): JsonObject | undefined {
  const own = referred(schema, root);
  if (!own || own.properties || own.items) return own;
  const either = alternativesOf(own);
  if (either.length === 0) return own;
  const chosen = either.find((one) => isMeantBy(one, value, root));
  return chosen === undefined ? own : meant(chosen, value, root);
}
