import type { Json } from "../json.js";
import { isObject } from "./place.js";

/** A value as people read it, and as a cell of a table holds it: lists by semicolons, objects by their properties. */
export function plainValue(value: Json): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map(plainValue).join("; ");
  if (!isObject(value)) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${plainValue(part)}`)
    .join(", ");
}
