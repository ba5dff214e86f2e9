import type { Json, JsonObject } from "../json.js";
import { isObject, parsePointer } from "../json-pointer.js";
import type { Problem } from "../schema/problem.js";
import { similarNames } from "../similar-names.js";
import type { Rule, Template } from "../template.js";
import { propertiesOf } from "../template-names.js";
import { DECLARED } from "./declared.js";

const ALWAYS = ["rule", "at", "gravity"];

/** What is wrong with the rules of a template, each with the pointer to where among them. */
export const ruleProblems = (
  rules: readonly Rule[],
  output: Template["output"],
  parameters: JsonObject,
): Problem[] =>
  rules.flatMap((rule, index) =>
    problemsOf(rule, { output, parameters }).map((problem) => ({ at: `/${index}`, problem })),
  );

interface Around {
  output: Template["output"];
  parameters: JsonObject;
}

function problemsOf(rule: Rule, { output, parameters }: Around): string[] {
  const known = DECLARED[rule.rule];
  if (!known) {
    const [near] = similarNames(String(rule.rule), Object.keys(DECLARED), 1);
    return [
      `there is no rule "${rule.rule}"${near ? `: did you mean ${near}?` : `; known: ${Object.keys(DECLARED).join(", ")}`}`,
    ];
  }
  const missing = known.needs.filter((field) => rule[field] === undefined);
  const strange = Object.keys(rule).filter(
    (field) => ![...ALWAYS, ...known.needs, ...known.may].includes(field),
  );
  const pointers = [rule.at, rule.rule === "sum" ? rule.of : undefined].filter((one) => one !== undefined);
  return [
    ...missing.map((field) => `${rule.rule} needs "${field}"`),
    ...strange.map((field) => `${rule.rule} has no field "${field}"`),
    ...(rule.gravity !== undefined && !["hard", "soft"].includes(rule.gravity)
      ? [`gravity is "${rule.gravity}", and may be hard or soft`]
      : []),
    ...pointers.flatMap((pointer) => pointerProblem(pointer as Json, output)),
    ...(typeof rule.parameter === "string" && !Object.hasOwn(propertiesOf(parameters), rule.parameter)
      ? [`there is no parameter "${rule.parameter}"`]
      : []),
    ...(rule.rule === "length" && !["characters", "words", "items"].includes(String(rule.of))
      ? [`"of" is "${rule.of}", and may be characters, words or items`]
      : []),
    ...(rule.rule === "one-of" && !Array.isArray(rule.values) ? ['"values" must be a list'] : []),
  ];
}

/** A pointer must lead somewhere in the output's schema, as far as that tells. */
function pointerProblem(pointer: Json, output: Template["output"]): string[] {
  const names = typeof pointer === "string" ? parsePointer(pointer) : undefined;
  if (!names) return [`"${String(pointer)}" is not a JSON pointer, such as /title`];
  if (typeof output === "string")
    return names.length ? [`"${String(pointer)}" leads nowhere: the document is a text`] : [];
  let schema: Json | undefined = output;
  for (const name of names) {
    if (!isObject(schema) || schema.$ref !== undefined || schema.anyOf || schema.oneOf) return [];
    const isList: boolean = schema.items !== undefined;
    const next: Json | undefined = isList
      ? /^(?:\*|\d+)$/.test(name)
        ? schema.items
        : undefined
      : name === "*"
        ? Object.values(propertiesOf(schema))[0]
        : propertiesOf(schema)[name];
    if (next === undefined) return [`"${String(pointer)}" leads nowhere in the output's schema`];
    schema = next;
  }
  return [];
}
