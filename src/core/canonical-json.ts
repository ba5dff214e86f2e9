import type { Json } from "./json.js";

/** JSON without spaces whose keys are in order, so that equal values are equal texts, however they were written. */
export const canonicalJson = (value: Json): string => JSON.stringify(ordered(value));

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}
