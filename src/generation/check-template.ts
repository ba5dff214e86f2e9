import type { Json, JsonObject } from "../core/json.js";
import type { Rule, Template } from "../core/template.js";
import { isObject, nameProblems, propertiesOf } from "../core/template-names.js";

interface Problem {
  at: string;
  problem: string;
}

/** What is known of schemas and of rules. */
interface Soundness {
  schemaProblems?: (schema: Json) => readonly Problem[];
  ruleProblems?: (
    rules: readonly Rule[],
    schema: Template["output"],
    parameters: JsonObject,
  ) => readonly Problem[];
}

/** All that is wrong with a template and can be found without asking a model, each with its file and field. */
export function templateProblems(template: Template, { schemaProblems, ruleProblems }: Soundness): string[] {
  const { name, parameters, output, rules } = template;
  const json = (field: string) => (found: Problem) =>
    `${name}/template.json: ${field}${fieldOf(found.at)}: ${found.problem}`;
  return [
    ...(schemaProblems?.(parameters) ?? []).map(json("parameters")),
    ...formProblems(parameters).map(json("parameters")),
    ...(typeof output === "string" ? [] : (schemaProblems?.(output) ?? [])).map(json("output")),
    ...(ruleProblems?.(rules, output, parameters) ?? []).map(json("rules")),
    ...nameProblems(template).map(({ file, problem }) => `${name}/${file}: ${problem}`),
  ];
}

/** `/properties/level` as a person reads it: `.properties.level`. */
const fieldOf = (pointer: string) => pointer.replaceAll("/", ".").replaceAll("~1", "/").replaceAll("~0", "~");

/** Parameters are named values: columns of a table, and names in a text. */
function formProblems(schema: JsonObject): Problem[] {
  if (schema.type !== "object" || !isObject(schema.properties))
    return [{ at: "", problem: 'must be of "type": "object", with the parameters under "properties"' }];
  return Object.keys(propertiesOf(schema))
    .filter((name) => !/^[A-Za-z_][\w-]*$/.test(name))
    .map((name) => ({
      at: `/properties/${name}`,
      problem: "the name must be of letters, digits, dashes and underscores, with a letter first",
    }));
}
