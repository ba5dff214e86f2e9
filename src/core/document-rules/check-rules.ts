import type { Json, JsonObject } from "../json.js";
import { isObject, parsePointer } from "../json-pointer.js";
import type { Problem } from "../schema/problem.js";
import { similarNames } from "../similar-names.js";
import type { Rule, Template } from "../template.js";
import { propertiesOf } from "../template-names.js";
import { DECLARED } from "./declared.js";
import { resolved } from "./empty.js";
import { fieldProblems } from "./rule-fields.js";

interface Around {
  output: Template["output"];
  parameters: JsonObject;
}

/** What is wrong with the rules of a template, each with the pointer to where among them. */
export const ruleProblems = (
  rules: readonly Rule[],
  output: Template["output"],
  parameters: JsonObject,
): Problem[] =>
  rules.flatMap((rule, index) =>
    problemsOf(rule, { output, parameters }).map((problem) => ({ at: `/${index}`, problem })),
  );

function problemsOf(rule: Rule, { output, parameters }: Around): string[] {
  if (!Object.hasOwn(DECLARED, rule.rule)) return [unknownRule(rule.rule)];
  const { needs, may } = DECLARED[rule.rule]!;
  const isText = typeof output === "string";
  // The whole of a text is the only place there is.
  const missing = needs.filter((field) => rule[field] === undefined && !(isText && field === "at"));
  const fields = ["rule", "at", "gravity", ...needs, ...may];
  const strange = Object.keys(rule).filter((field) => !fields.includes(field));
  return [
    ...missing.map((field) => `${rule.rule} needs "${field}"`),
    ...strange.map((field) => `${rule.rule} has no field "${field}"${meant(field, fields)}`),
    ...fieldProblems(rule),
    ...parameterProblems(rule, parameters),
    ...pointerProblems(rule, output),
  ];
}

function unknownRule(name: string): string {
  const names = Object.keys(DECLARED);
  return `there is no rule "${name}"${meant(String(name), names) || `; known: ${names.join(", ")}`}`;
}

function meant(name: string, names: readonly string[]): string {
  const [near] = similarNames(name, names, 1);
  return near ? `: did you mean ${near}?` : "";
}

function parameterProblems({ parameter }: Rule, schema: JsonObject): string[] {
  const names = Object.keys(propertiesOf(schema));
  return typeof parameter !== "string" || names.includes(parameter)
    ? []
    : [`there is no parameter "${parameter}"${meant(parameter, names)}`];
}

function pointerProblems(rule: Rule, output: Template["output"]): string[] {
  const { at, of, by } = rule;
  const problems = [at, rule.rule === "sum" ? of : undefined]
    .filter((pointer) => pointer !== undefined)
    .flatMap((pointer) => pointerProblem(pointer, output));
  if (problems.length || typeof by !== "string" || typeof output === "string") return problems;
  const list = rule.rule === "sum" ? of : at;
  const item = `/${by.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return pointerProblem(`${String(list)}/*${item}`, output);
}

/** A pointer must lead somewhere in the output's schema, as far as that tells. */
function pointerProblem(pointer: Json, output: Template["output"]): string[] {
  const names = typeof pointer === "string" ? parsePointer(pointer) : undefined;
  if (!names) return [`"${String(pointer)}" is not a JSON pointer, such as /title`];
  if (typeof output === "string")
    return names.length ? [`"${String(pointer)}" leads nowhere: the document is a text`] : [];
  let schema: Json | undefined = output;
  for (const name of names) {
    schema = resolved(schema, output);
    if (!isObject(schema) || BRANCHES.some((branch) => Object.hasOwn(schema as JsonObject, branch)))
      return [];
    schema = stepInto(schema, name);
    if (schema === undefined) return [`"${String(pointer)}" leads nowhere in the output's schema`];
  }
  return [];
}

/** Where a schema branches, what it allows is not told by one way. */
const BRANCHES = ["anyOf", "oneOf", "allOf", "patternProperties", "prefixItems"];

function stepInto(schema: JsonObject, name: string): Json | undefined {
  if (schema.items !== undefined) return /^(?:\*|\d+)$/.test(name) ? schema.items : undefined;
  const properties = propertiesOf(schema);
  if (name === "*") return Object.values(properties)[0];
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}
