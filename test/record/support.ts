import type { Json, JsonObject } from "../../src/core/json.js";
import type { Change } from "../../src/core/record/change.js";
import { type Extraction, readExtraction } from "../../src/core/record/extraction.js";
import { ground } from "../../src/core/record/ground.js";
import type { Past } from "../../src/core/record/history.js";
import { merge } from "../../src/core/record/merge.js";
import { transcriptOf } from "../../src/core/record/quote.js";

/** A client's record, as a template may have it. */
export const CLIENT: JsonObject = {
  type: "object",
  properties: {
    name: { type: "string" },
    age: { type: "integer" },
    phone: { type: ["string", "null"] },
    city: { type: "string" },
    vip: { type: "boolean" },
    level: { type: "string", enum: ["beginner", "expert"] },
    born: { type: "string", format: "date" },
    tags: { type: "array", items: { type: "string" } },
    address: {
      type: "object",
      properties: { street: { type: "string" }, city: { type: "string" }, floor: { type: "integer" } },
    },
    children: {
      type: "array",
      items: { type: "object", properties: { name: { type: "string" }, age: { type: "integer" } } },
    },
  },
};

export const KEYS = { children: "name" };

type Field = [name: string, value: Json, quote: string];

/** A model's reply, made up: fields with their quotes, and what was retracted. */
export const reply = (
  fields: readonly Field[],
  retracted: readonly [name: string, quote: string][] = [],
) => ({
  fields: fields.map(([name, value, quote]) => ({ name, value, quote, confidence: 0.9 })),
  retracted: retracted.map(([name, quote]) => ({ name, quote })),
});

export const extracted = (...given: Parameters<typeof reply>): Extraction => readExtraction(reply(...given))!;

/** The lines of a transcript, ten seconds each. */
export const spoken = (...lines: string[]) => lines.map((text, at) => ({ start: at * 10_000, text }));

/** What is believed of an extraction from these lines. */
export const grounded = (extraction: Extraction, lines: readonly string[], language: string | null = "fr") =>
  ground(extraction, { transcript: transcriptOf(spoken(...lines)), output: CLIENT, language });

export const EMPTY = { fields: {}, locked: [] as string[] };

export const merged = (
  record: { fields: JsonObject; locked: readonly string[] },
  extraction: Extraction,
  lines: readonly string[],
) => merge(record, grounded(extraction, lines), { keys: KEYS, language: "fr" });

/** Changes as the history numbers them, all of one recording. */
export const past = (changes: readonly Change[], recording: string | null, from = 1, at = from): Past[] =>
  changes.map((change, index) => ({ ...change, number: from + index, recording, at }));
