import type { Json, JsonObject } from "../json.js";
import { isObject } from "../json-pointer.js";

/** Whether null fits a schema. */
export function takesNull({ type, enum: values, const: only, anyOf, oneOf, $ref }: JsonObject): boolean {
  if (Array.isArray(values)) return values.includes(null);
  if (only !== undefined) return only === null;
  const either = anyOf ?? oneOf;
  if (Array.isArray(either)) return either.some((one) => isObject(one) && takesNull(one));
  if ($ref !== undefined) return false;
  return type === undefined || type === "null" || (Array.isArray(type) && type.includes("null"));
}

/**
 * A document without the nulls that stand for what is absent: those under keys that need not be there and whose own schema
 * takes no null.
 */
export function withoutAbsent(value: Json, schema: JsonObject): Json {
  return cleaned(value, schema, schema);
}

function cleaned(value: Json, schema: Json | undefined, root: JsonObject): Json {
  const own = referred(schema, root);
  if (!own) return value;
  if (Array.isArray(value)) return value.map((entry) => cleaned(entry, own.items, root));
  if (!isObject(value)) return value;
  const branch = branchFor(own, value, root);
  const properties = isObject(branch.properties) ? branch.properties : {};
  const required = Array.isArray(branch.required) ? branch.required : [];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
      const its = referred(properties[name], root);
      const isAbsent = inner === null && its !== undefined && !required.includes(name) && !takesNull(its);
      return isAbsent ? [] : [[name, cleaned(inner, properties[name], root)]];
    }),
  );
}

/** Of several schemas the one whose keys are those of the value. */
function branchFor(schema: JsonObject, value: JsonObject, root: JsonObject): JsonObject {
  const either = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(either)) return schema;
  const branches = either
    .map((one) => referred(one, root))
    .filter((one): one is JsonObject => one !== undefined);
  const fits = ({ properties, required }: JsonObject) =>
    isObject(properties) &&
    Object.keys(value).every((name) => name in properties) &&
    (!Array.isArray(required) || required.every((name) => String(name) in value)) &&
    Object.entries(properties).every(
      ([name, inner]) =>
        !isObject(inner) || !Array.isArray(inner.enum) || inner.enum.includes(value[name] ?? null),
    );
  return branches.find(fits) ?? branches.find(({ properties }) => isObject(properties)) ?? schema;
}

function referred(schema: Json | undefined, root: JsonObject): JsonObject | undefined {
  if (!isObject(schema)) return undefined;
  const name =
    typeof schema.$ref === "string" ? /^#\/(\$defs|definitions)\/([^/]+)$/.exec(schema.$ref) : null;
  if (!name) return schema;
  const definitions = root[name[1]!];
  const found = isObject(definitions) ? definitions[name[2]!] : undefined;
  return isObject(found) ? found : undefined;
}
