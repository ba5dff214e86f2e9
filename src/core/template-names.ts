import type { Json, JsonObject } from "./json.js";
import { namesIn, spacedNamesIn } from "./placeholders.js";
import { similarNames } from "./similar-names.js";
import type { Template } from "./template.js";

/** A longer text could tell the model to do something else; it belongs among the data that end the user's message. */
const MOST_CHARACTERS = 100;

/** What a template's texts ask for that its parameters can't give, each with the file it stands in. */
export const nameProblems = (template: Pick<Template, "system" | "user" | "parameters">): FileProblem[] => [
  ...problemsIn("system.txt", template.system, template.parameters),
  ...problemsIn("user.txt", template.user, template.parameters),
];

interface FileProblem {
  file: string;
  problem: string;
}

function problemsIn(file: string, text: string, schema: JsonObject): FileProblem[] {
  const properties = propertiesOf(schema);
  const spaced = spacedNamesIn(text)
    .filter((name) => Object.hasOwn(properties, name))
    .map((name) => `{ ${name} } is not replaced; write {${name}}`);
  const names = namesIn(text).flatMap((name) => problemOf(name, schema) ?? []);
  return [...names, ...spaced].map((problem) => ({ file, problem }));
}

function problemOf(name: string, schema: JsonObject): string | undefined {
  const properties = propertiesOf(schema);
  if (!Object.hasOwn(properties, name)) {
    const [similar] = similarNames(name, Object.keys(properties), 1);
    const meant = similar ? `did you mean {${similar}}?` : `for the text itself write {{${name}}}`;
    return `{${name}} is not a parameter; ${meant}`;
  }
  const property = properties[name]!;
  const required = Array.isArray(schema.required) && schema.required.includes(name);
  if (!required && defaultOf(property) === undefined)
    return `{${name}} may be missing; require the parameter, or give it a default`;
  if (!isBounded(property))
    return `{${name}} may be a long text, which could change the task; leave it to the JSON object that ends the user's message, or give it an enum or a maxLength of ${MOST_CHARACTERS} or less`;
  return undefined;
}

/** The schemas of parameters by name. */
export const propertiesOf = ({ properties }: JsonObject): JsonObject =>
  isObject(properties) ? properties : {};

/** Undefined where a schema has none. */
export const defaultOf = (property: Json): Json | undefined =>
  isObject(property) ? property.default : undefined;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const SHORT_TYPES = new Set<Json>(["number", "integer", "boolean", "null"]);

/** Whether a parameter's values are few or short, so that they can stand within the task. */
function isBounded(property: Json): boolean {
  if (!isObject(property)) return false;
  if (Array.isArray(property.enum) || property.const !== undefined) return true;
  const types = [property.type ?? "string"].flat();
  if (types.every((type) => SHORT_TYPES.has(type))) return true;
  const isText = types.every((type) => type === "string" || SHORT_TYPES.has(type));
  return isText && typeof property.maxLength === "number" && property.maxLength <= MOST_CHARACTERS;
}
