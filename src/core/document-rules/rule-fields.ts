import type { Json } from "../json.js";
import { canonicalTag } from "../languages.js";
import type { Rule } from "../template.js";

const isCount = (value: Json) => typeof value === "number" && Number.isInteger(value) && value >= 0;
const isText = (value: Json) => typeof value === "string" && value.trim() !== "";

/** What the fields of rules may hold, in words, and whether a value is that. */
const FIELDS: Record<string, { wants: string; fits(value: Json): boolean }> = {
  gravity: { wants: "hard or soft", fits: (value) => value === "hard" || value === "soft" },
  least: { wants: "a whole number", fits: isCount },
  most: { wants: "a whole number", fits: isCount },
  by: { wants: "the name of a property", fits: isText },
  parameter: { wants: "the name of a parameter", fits: isText },
  text: { wants: "a text", fits: isText },
  values: { wants: "a list of values", fits: (value) => Array.isArray(value) && value.length > 0 },
  language: {
    wants: "a language, such as en",
    fits: (value) => typeof value === "string" && canonicalTag(value) !== undefined,
  },
};

const UNITS: readonly Json[] = ["characters", "words", "items"];

/** Rules of which one field or the other is needed. */
const ONE_OF: Record<string, readonly string[]> = {
  length: ["least", "most"],
  contains: ["text", "parameter"],
  language: ["language", "parameter"],
};

/** What is wrong with the values of a rule's fields. */
export function fieldProblems(rule: Rule): string[] {
  const wrong = Object.entries(FIELDS).flatMap(([name, { wants, fits }]) => {
    const value = rule[name];
    return value === undefined || fits(value) ? [] : [`"${name}" must be ${wants}`];
  });
  const needed = ONE_OF[rule.rule] ?? [];
  if (needed.length && !needed.some((name) => rule[name] !== undefined))
    wrong.push(`${rule.rule} needs ${needed.map((name) => `"${name}"`).join(" or ")}`);
  if (rule.rule === "length") wrong.push(...boundProblems(rule));
  return wrong;
}

function boundProblems({ least, most, of }: Rule): string[] {
  if (of !== undefined && !UNITS.includes(of)) return ['"of" must be characters, words or items'];
  return typeof least === "number" && typeof most === "number" && least > most
    ? ['"least" is more than "most"']
    : [];
}
