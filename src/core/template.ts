import { canonicalJson } from "./canonical-json.js";
import type { Json, JsonObject } from "./json.js";
import type { Message } from "./model.js";
import { substitute } from "./placeholders.js";

/** A rule about a document's content, as the template writes it; what else it holds depends on the rule. */
export interface Rule {
  rule: string;
  /** A JSON pointer to what it is about. */
  at?: string;
  gravity?: "hard" | "soft";
  [field: string]: Json | undefined;
}

/** A template as it is stored with its jobs: what was in its folder when they were added. */
export interface Template {
  name: string;
  /** JSON Schema of the parameters. */
  parameters: JsonObject;
  /** JSON Schema of the document, or free text. */
  output: JsonObject | "markdown" | "text";
  rules: readonly Rule[];
  /** Who is asked, in order: `provider` or `provider:model`; none: the configured one. */
  endpoints: readonly string[];
  /** Tokens of a reply; milliseconds of a request. */
  limits: { output?: number; timeout?: number };
  /** For records: names the property that tells the items of a list apart, by the list's name. */
  record?: { keys: Readonly<Record<string, string>> };
  system: string;
  user: string;
}

/**
 * The messages of a job: the template's rules, then its request, and last the parameters as one JSON object, so that a
 * long text among them is data and not a part of the task. The template has passed its check and the parameters its
 * schema: otherwise the name of a parameter that is not there stays as it is written.
 */
export function promptOf(template: Template, parameters: JsonObject): Message[] {
  const values = new Map(Object.entries(parameters));
  const request = substitute(template.user, values).trimEnd();
  const data = JSON.stringify(parameters, null, 1);
  const system = substitute(template.system, values).trim();
  return [
    ...(system ? [{ role: "system" as const, content: system }] : []),
    { role: "user", content: request ? `${request}\n\n${data}` : data },
  ];
}

/** All of a template as one text, for a hash that tells its versions apart. The order of keys does not count. */
export const canonical = (template: Template): string => canonicalJson(template as unknown as Json);

/** The same parameters have the same key within one version of a template; versions are told apart by `canonical`. */
export const parametersKey = ({ name }: Template, parameters: JsonObject): string =>
  canonicalJson([name, parameters]);
