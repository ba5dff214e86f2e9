import type { Json, JsonObject } from "../json.js";
import { isObject, ownOf } from "./place.js";

/** What a model found in a transcript. */
export interface Extraction {
  fields: readonly Extracted[];
  retracted: readonly Retracted[];
}

interface Extracted {
  name: string;
  value: Json;
  /** The words of the transcript that say so. */
  quote: string;
  /** From 0 to 1; null if the model gave none. */
  confidence: number | null;
}

interface Retracted {
  name: string;
  quote: string;
}

const object = (properties: JsonObject): JsonObject => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/**
 * The JSON Schema of an extraction, from a template's output schema: the fields of the record are its properties.
 * Undefined if it has none.
 */
export function extractionSchema(output: JsonObject): JsonObject | undefined {
  const fields = Object.entries(fieldsOf(output));
  if (fields.length === 0) return undefined;
  const quote = { type: "string", description: "the words of the transcript that say so, copied exactly" };
  const found = fields.map(([name, schema]) =>
    object({
      name: { type: "string", enum: [name] },
      value: { anyOf: [schema, { type: "null" }] },
      quote,
      confidence: { type: "number", description: "from 0 to 1" },
    }),
  );
  const names = { type: "string", enum: fields.map(([name]) => name) };
  return {
    ...object({
      fields: { type: "array", items: found.length === 1 ? found[0]! : { anyOf: found } },
      retracted: {
        type: "array",
        description: "what the speaker expressly takes back, without saying something else in its place",
        items: object({ name: names, quote }),
      },
    }),
    // References of the fields' schemas start at the root.
    ...(isObject(output.$defs) ? { $defs: output.$defs } : {}),
    ...(isObject(output.definitions) ? { definitions: output.definitions } : {}),
  };
}

/** The schemas of a record's fields, by name. */
export function fieldsOf(output: JsonObject): Record<string, JsonObject> {
  const properties = isObject(output.properties) ? output.properties : {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) => (isObject(schema) ? [[name, schema]] : [])),
  );
}

/** A reply as an extraction; undefined if it is none. Entries without a name are left out. */
export function readExtraction(reply: Json): Extraction | undefined {
  if (!isObject(reply) || !Array.isArray(reply.fields)) return undefined;
  const retracted = Array.isArray(reply.retracted) ? reply.retracted : [];
  return {
    fields: reply.fields.filter(isNamed).map((entry) => ({
      ...named(entry),
      value: ownOf(entry, "value") ?? null,
      confidence: confidenceIn(entry),
    })),
    retracted: retracted.filter(isNamed).map(named),
  };
}

const isNamed = (entry: Json): entry is JsonObject => isObject(entry) && typeof entry.name === "string";

const named = ({ name, quote }: JsonObject) => ({
  name: name as string,
  quote: typeof quote === "string" ? quote : "",
});

const confidenceIn = ({ confidence }: JsonObject) =>
  typeof confidence === "number" ? Math.min(1, Math.max(0, confidence)) : null;
