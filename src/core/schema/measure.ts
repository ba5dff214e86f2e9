import type { Json, JsonObject } from "../json.js";
import { isObject } from "../json-pointer.js";

/** What providers limit in a strict schema. */
export interface Measure {
  /** Levels of objects and lists, those behind references too; endless where one leads back. */
  depth: number;
  /** Properties of all objects. */
  properties: number;
  /** Values of all enums. */
  choices: number;
  /** Of the names of properties and definitions, and of the values of enums and constants. */
  characters: number;
  /** Properties that may be absent. */
  optional: number;
  /** Places that take one of several types. */
  unions: number;
}

/** Measures a schema as `strictFor` makes it: references lead to definitions at the root. */
export function measure(schema: JsonObject): Measure {
  const found: Measure = { depth: 0, properties: 0, choices: 0, characters: 0, optional: 0, unions: 0 };
  const definitions = isObject(schema.$defs) ? schema.$defs : {};
  count(schema, found);
  for (const [name, inner] of Object.entries(definitions)) {
    found.characters += name.length;
    count(inner, found);
  }
  const depths = Object.values({ "": schema, ...definitions }).map(depthIn(definitions));
  return { ...found, depth: Math.max(...depths) };
}

function count(schema: Json, found: Measure): void {
  if (!isObject(schema)) return;
  const { type, required, enum: values, const: only } = schema;
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const choices = Array.isArray(values) ? values : [];
  found.properties += properties.length;
  found.choices += choices.length;
  for (const [name] of properties) found.characters += name.length;
  for (const value of only === undefined ? choices : [...choices, only])
    found.characters += typeof value === "string" ? value.length : JSON.stringify(value).length;
  if (isObject(schema.properties))
    found.optional += properties.length - (Array.isArray(required) ? required.length : 0);
  if (Array.isArray(type) || schema.anyOf) found.unions++;
  for (const inner of innerOf(schema)) count(inner, found);
}

const innerOf = ({ properties, items, anyOf }: JsonObject): Json[] => [
  ...(isObject(properties) ? Object.values(properties) : []),
  ...(items === undefined ? [] : [items]),
  ...(Array.isArray(anyOf) ? anyOf : []),
];

function depthIn(definitions: JsonObject) {
  const known = new Map<string, number>();
  const depthOf = (schema: Json): number => {
    if (!isObject(schema)) return 0;
    if (typeof schema.$ref === "string") return depthBehind(schema.$ref.split("/").at(-1)!);
    const level = schema.properties || schema.items ? 1 : 0;
    return level + Math.max(0, ...innerOf(schema).map(depthOf));
  };
  const depthBehind = (name: string): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, Number.POSITIVE_INFINITY); // what is met again on the way leads back
    const depth = depthOf(Object.hasOwn(definitions, name) ? definitions[name]! : null);
    known.set(name, depth);
    return depth;
  };
  return depthOf;
}
