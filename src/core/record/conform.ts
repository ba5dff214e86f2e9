import type { Json, JsonObject } from "../json.js";
import { isObject, ownOf } from "./place.js";
import { isDate } from "./words.js";

/** A value that fits its schema, or why it does not. */
type Fit = { value: Json } | { reason: string };

/**
 * A value as its field's schema wants it: of its type, one of its choices, a date where it is to be one. A number that came
 * as a text is read, and the other way round. This is no validation of schemas: what it does not know it lets pass.
 */
export function conform(value: Json, schema: JsonObject): Fit {
  const { anyOf, oneOf, enum: choices } = schema;
  const alternatives = anyOf ?? oneOf;
  if (Array.isArray(alternatives)) return firstThatFits(value, alternatives.filter(isObject));
  const types = typesOf(schema);
  if (types.length > 1)
    return firstThatFits(
      value,
      types.map((type) => ({ ...schema, type })),
    );
  const [type] = types;
  const fitted = (type && Object.hasOwn(TYPES, type) ? TYPES[type]! : asItIs)(value, schema);
  if ("reason" in fitted || !Array.isArray(choices)) return fitted;
  return choices.includes(fitted.value)
    ? fitted
    : { reason: "it is none of the values that the field allows" };
}

const typesOf = ({ type }: JsonObject): string[] => {
  const types = Array.isArray(type) ? type : [type];
  return types.filter((one): one is string => typeof one === "string" && one !== "null");
};

function firstThatFits(value: Json, schemas: readonly JsonObject[]): Fit {
  const fits = schemas.filter((schema) => schema.type !== "null").map((schema) => conform(value, schema));
  return fits.find((one) => "value" in one) ?? fits[0] ?? { value };
}

const not = (what: string): Fit => ({ reason: `it is not ${what}` });

const asItIs = (value: Json): Fit => ({ value });

const TYPES: Record<string, (value: Json, schema: JsonObject) => Fit> = {
  string: (value, { format }) => {
    if (typeof value === "number") return { value: String(value) };
    if (typeof value !== "string") return not("a text");
    return format === "date" && !isRealDate(value) ? not("a date such as 2026-05-03") : { value };
  },
  number: (value) => {
    const number = numberOf(value);
    return number === undefined ? not("a number") : { value: number };
  },
  integer: (value) => {
    const number = numberOf(value);
    return Number.isInteger(number) ? { value: number! } : not("a whole number");
  },
  boolean: (value) => (typeof value === "boolean" ? { value } : not("true or false")),
  array: (value, { items }) => {
    const list = Array.isArray(value) ? value : [value];
    const fitted = isObject(items) ? list.map((item) => conform(item, items)) : list.map(asItIs);
    const bad = fitted.find((one) => "reason" in one);
    return bad && "reason" in bad
      ? { reason: `one of its items does not fit: ${bad.reason}` }
      : { value: fitted.map((one) => (one as { value: Json }).value) };
  },
  object: (value, { properties }) => {
    if (!isObject(value)) return not("an object");
    const schemas = isObject(properties) ? properties : {};
    const parts: JsonObject = {};
    for (const [name, part] of Object.entries(value)) {
      const schema = ownOf(schemas, name);
      const fitted = isObject(schema) ? conform(part, schema) : asItIs(part);
      if ("reason" in fitted) return { reason: `its "${name}" does not fit: ${fitted.reason}` };
      parts[name] = fitted.value;
    }
    return { value: parts };
  },
};

function numberOf(value: Json): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^\s*[-+]?\d+(?:[.,]\d+)?\s*$/.test(value)) return undefined;
  return Number(value.replace(",", "."));
}

/** The 31st of February is none. */
const isRealDate = (text: string) => {
  const time = isDate(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};
