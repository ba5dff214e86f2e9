import type { Json, JsonObject } from "../json.js";
import { comparable } from "./words.js";

/**
 * A step into a value: a property by its name, or an item of a list by what it `is`: the value of its property `by`, or
 * the item itself where that is null.
 */
export type Step = string | { by: string | null; is: string };

/** Where a change was made: a field of the record, and the way from there. */
export interface Place {
  field: string;
  within: readonly Step[];
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Property names come from outside: `__proto__` is one like any other. */
export const ownOf = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** The step to an item of a list: by its key where it has one, else by all of it. */
export function stepTo(item: Json, key: string | undefined): Exclude<Step, string> {
  const by = key !== undefined && isObject(item) ? scalarOf(ownOf(item, key)) : undefined;
  return by === undefined ? { by: null, is: wholeOf(item) } : { by: key!, is: by };
}

const scalarOf = (value: Json | undefined) =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;

const wholeOf = (item: Json) => (typeof item === "string" ? item : JSON.stringify(sorted(item)));

/** With properties in one order and texts as they are compared. */
function sorted(value: Json): Json {
  if (typeof value === "string") return comparable(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}

/** Whether two values say the same; how a text is written does not count. */
export const saysTheSame = (a: Json, b: Json): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function indexOf(list: readonly Json[], { by, is }: Exclude<Step, string>): number {
  return list.findIndex((item) => {
    const step = stepTo(item, by ?? undefined);
    return step.by === by && comparable(step.is) === comparable(is);
  });
}

/** The value at a place; undefined if there is none. */
export function valueAt(fields: JsonObject, { field, within }: Place): Json | undefined {
  let value = ownOf(fields, field);
  for (const step of within) {
    if (typeof step === "string") value = isObject(value) ? ownOf(value, step) : undefined;
    else value = Array.isArray(value) ? value[indexOf(value, step)] : undefined;
  }
  return value;
}

/**
 * The same fields with another value at a place; undefined takes it away, and with it what it leaves empty. What leads
 * there is made.
 */
export function withValueAt(
  fields: JsonObject,
  { field, within }: Place,
  value: Json | undefined,
): JsonObject {
  return (putInto(fields, [field, ...within], value) ?? {}) as JsonObject;
}

function putInto(
  node: Json | undefined,
  [step, ...rest]: readonly Step[],
  value: Json | undefined,
): Json | undefined {
  if (step === undefined) return value;
  if (typeof step === "string") {
    const object = isObject(node) ? node : {};
    const part = putInto(ownOf(object, step), rest, value);
    if (part !== undefined) return { ...object, [step]: part };
    const left = Object.entries(object).filter(([name]) => name !== step);
    return left.length ? Object.fromEntries(left) : undefined;
  }
  const list = Array.isArray(node) ? node : [];
  const at = indexOf(list, step);
  const made = rest.length && step.by !== null && value !== undefined ? { [step.by]: step.is } : undefined;
  const item = putInto(list[at] ?? made, rest, value);
  const left = at < 0 ? list : list.toSpliced(at, 1);
  if (item !== undefined) return at < 0 ? [...list, item] : list.with(at, item);
  return left.length ? left : undefined;
}

/** A place as people read it: `address.city`, `children[Léa].age`. */
export const placeName = ({ field, within }: Place): string =>
  within.reduce<string>(
    (name, step) => name + (typeof step === "string" ? `.${step}` : `[${step.is}]`),
    field,
  );
