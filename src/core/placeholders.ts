import type { Json } from "./json.js";

/** `{{name}}`, which stands for the text `{name}`, or `{name}`. All other braces stand for themselves, as in JSON. */
const PLACEHOLDER = /\{\{([A-Za-z_][\w-]*)\}\}|\{([A-Za-z_][\w-]*)\}/g;

/** What was probably meant as a name: with spaces in its braces it stands for itself. */
const SPACED = /\{(?: +([A-Za-z_][\w-]*) *| *([A-Za-z_][\w-]*) +)\}/g;

/** The names that a template's text asks for, each once. */
export function namesIn(text: string): string[] {
  const names = [...text.matchAll(PLACEHOLDER)].flatMap(([, , name]) => name ?? []);
  return [...new Set(names)];
}

/** Names whose braces hold spaces, each once. */
export const spacedNamesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(SPACED)].map(([, before, behind]) => (before ?? behind)!)),
];

/** Puts values in the places of their names, in one pass: what a value holds is never expanded. */
export const substitute = (text: string, values: ReadonlyMap<string, Json>): string =>
  text.replace(PLACEHOLDER, (whole, literal?: string, name?: string) => {
    if (literal !== undefined) return `{${literal}}`;
    const value = values.get(name!);
    if (value === undefined) return whole;
    return typeof value === "string" ? value : JSON.stringify(value);
  });
