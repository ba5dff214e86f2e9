import type { JsonObject } from "../core/json.js";
import type { Message } from "../core/model.js";
import { extractionSchema } from "../core/record/extraction.js";
import { strictFor } from "../core/schema/strictify.js";
import { promptOf, type Template } from "../core/template.js";
import type { Completion, Endpoint } from "../endpoints/endpoint.js";

/** A reply that could not be used, and why. */
export interface Refused {
  reply: string;
  problems: readonly string[];
}

/** What a template's document must fit; undefined for free text. Of a record it is what was found in the transcript. */
export function schemaOf({ output, record }: Pick<Template, "output" | "record">): JsonObject | undefined {
  if (typeof output === "string") return undefined;
  return record ? extractionSchema(output) : output;
}

/** What a model is asked: the template's messages, how the document must look, and what was wrong with its last reply. */
export function completionFor(
  template: Template,
  parameters: JsonObject,
  { endpoint, refused }: { endpoint: Pick<Endpoint, "name">; refused: Refused | undefined },
): Completion {
  const schema = schemaOf(template);
  const strict = schema && strictFor(endpoint.name === "anthropic" ? "anthropic" : "openai", schema);
  return {
    messages: [
      ...withForm(promptOf(template, parameters), template, schema),
      ...(refused ? again(refused, schema !== undefined) : []),
    ],
    ...(strict ? { schema: { name: "document", strict: true, schema: strict } } : {}),
    ...(template.limits.output === undefined ? {} : { most: template.limits.output, mostIsWish: true }),
  };
}

/** Not every server keeps to the schema of a request, or passes it on: the model reads it, too. */
function withForm(
  messages: readonly Message[],
  { output }: Pick<Template, "output">,
  schema: JsonObject | undefined,
): Message[] {
  const form = schema
    ? `Answer with one JSON object and nothing else. It must fit this JSON Schema:\n${JSON.stringify(schema)}`
    : `Answer with the document itself, as ${output === "markdown" ? "Markdown" : "plain text"}, and nothing before or after it.`;
  const [first, ...others] = messages;
  return first?.role === "system"
    ? [{ role: "system", content: `${first.content}\n\n${form}` }, ...others]
    : [{ role: "system", content: form }, ...messages];
}

/** Longer replies are shown from their beginning: the problems name the places. */
const LONGEST_SHOWN = 40_000;

const again = ({ reply, problems }: Refused, isJson: boolean): Message[] => [
  { role: "assistant", content: reply.slice(0, LONGEST_SHOWN) },
  {
    role: "user",
    content: [
      "This document can't be used:",
      ...problems.map((problem) => `- ${problem}`),
      `Answer with the whole document again, corrected${isJson ? ", as one JSON object" : ""}, and nothing else.`,
    ].join("\n"),
  },
];
