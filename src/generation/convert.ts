import type { Json, JsonObject } from "../core/json.js";
import { isObject } from "../core/template-names.js";

/**
 * A text of a cell or a flag as the value that a schema asks for: a number, true or false, a list (as JSON, or its items
 * between commas), an object (as JSON). A text that is none of these stays a text, for the schema to refuse.
 */
export function convert(text: string, schema: Json | undefined): Json {
  if (!isObject(schema)) return text;
  const listed = Array.isArray(schema.enum)
    ? schema.enum.find((one) => one !== null && typeof one !== "object" && String(one) === text)
    : undefined;
  if (listed !== undefined) return listed;
  const types = [schema.type ?? "string"].flat();
  if (types.includes("string")) return text;
  for (const type of types) {
    const value = CONVERSIONS[String(type)]?.(text.trim(), schema);
    if (value !== undefined) return value;
  }
  return text;
}

type Conversion = (text: string, schema: JsonObject) => Json | undefined;

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

const numberOf: Conversion = (text) => {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
};

const jsonOf = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** Spreadsheet programs write TRUE and FALSE. */
const ANSWERS: Record<string, boolean> = { true: true, false: false };

const CONVERSIONS: Record<string, Conversion> = {
  integer: numberOf,
  number: numberOf,
  boolean: (text) => ANSWERS[text.toLowerCase()],
  null: (text) => (text === "null" ? null : undefined),
  object: (text) => {
    const value = text.startsWith("{") ? jsonOf(text) : undefined;
    return isObject(value) ? value : undefined;
  },
  array: (text, { items }) => {
    if (!text.startsWith("[")) return text.split(",").map((item) => convert(item.trim(), items));
    const value = jsonOf(text);
    return Array.isArray(value) ? value : undefined;
  },
};
