import type { Json, JsonObject } from "../json.js";
import { conform } from "./conform.js";
import { type Extraction, fieldsOf } from "./extraction.js";
import { isObject, ownOf } from "./place.js";
import { findQuote, type Transcript } from "./quote.js";
import { stands } from "./stands.js";
import { saidOf } from "./unsaid.js";
import { tokensOf } from "./words.js";

/** Where something comes from: the words, when they were spoken (milliseconds), how sure the model was. */
export interface Evidence {
  quote: string | null;
  position: number | null;
  confidence: number | null;
}

interface Said extends Evidence {
  field: string;
  value: Json;
}

export interface Retraction extends Evidence {
  field: string;
}

/** What was not believed, and why, in words that a person reads. */
export interface Dropped extends Evidence {
  field: string;
  /** Null where it was to be retracted. */
  value: Json;
  reason: string;
}

/** An extraction as far as it stands in its transcript, in the order it was spoken. */
export interface Grounded {
  said: readonly Said[];
  retracted: readonly Retraction[];
  dropped: readonly Dropped[];
}

interface Grounding {
  transcript: Transcript;
  /** The template's output schema. */
  output: JsonObject;
  /** BCP 47; null where it is not known: then numbers and months are read in the languages they are known in. */
  language: string | null;
}

const NOT_IN_TRANSCRIPT = "its quote does not stand in the transcript";
const NOT_IN_QUOTE = "it does not stand in its quote";
/** Such as "no", which every transcript has. */
const TOO_SHORT = "its quote is a single word, which retracts nothing";

/**
 * Believes of an extraction what its transcript bears out: fields that the template has, of the right types, whose quote
 * was spoken and says so. What was not said is passed over in silence; all else is dropped with a reason.
 */
export function ground({ fields, retracted }: Extraction, grounding: Grounding): Grounded {
  const { transcript, output } = grounding;
  const schemas = fieldsOf(output);
  const said: Said[] = [];
  const dropped: Dropped[] = [];
  for (const { name: field, value: given, quote, confidence } of fields) {
    const value = saidOf(given);
    if (value === undefined) continue;
    const found = findQuote(transcript, quote);
    const about = { field, quote, confidence, position: found?.position ?? null };
    const drop = (reason: string, what = value) => dropped.push({ ...about, value: what, reason });
    const schema = Object.hasOwn(schemas, field) ? schemas[field]! : undefined;
    if (!schema) drop("the template has no such field");
    else if (!found) drop(quote.trim() ? NOT_IN_TRANSCRIPT : "it has no quote");
    else {
      const fitted = conform(value, schema);
      if ("reason" in fitted) drop(fitted.reason);
      else {
        const { kept, lost } = standing(fitted.value, schema, { quote, language: grounding.language });
        if (kept !== undefined) said.push({ ...about, value: kept });
        for (const part of lost) drop(NOT_IN_QUOTE, part);
      }
    }
  }
  const takenBack = retractions(retracted, { transcript, schemas });
  return { said: inOrder(said), retracted: takenBack.believed, dropped: [...dropped, ...takenBack.dropped] };
}

function retractions(
  retracted: Extraction["retracted"],
  { transcript, schemas }: { transcript: Transcript; schemas: Record<string, JsonObject> },
) {
  const believed: Retraction[] = [];
  const dropped: Dropped[] = [];
  for (const { name: field, quote } of retracted) {
    const found = findQuote(transcript, quote);
    const about = { field, quote, confidence: null, position: found?.position ?? null };
    const drop = (reason: string) => dropped.push({ ...about, value: null, reason });
    if (!Object.hasOwn(schemas, field)) drop("the template has no such field");
    else if (!found) drop(quote.trim() ? NOT_IN_TRANSCRIPT : "it has no quote");
    else if (tokensOf(quote).length < 2) drop(TOO_SHORT);
    else believed.push(about);
  }
  return { believed: inOrder(believed), dropped };
}

/** As it was spoken: what is said last holds. */
const inOrder = <Item extends Evidence>(items: readonly Item[]): Item[] =>
  items.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));

interface Parts {
  kept: Json | undefined;
  lost: Json[];
}

/** The parts of a value that stand in the quote, and those that don't. One of a schema's choices needs the quote alone. */
function standing(value: Json, schema: JsonObject, about: { quote: string; language: string | null }): Parts {
  if (Array.isArray(value)) {
    const items = isObject(schema.items) ? schema.items : {};
    const parts = value.map((item) => standing(item, items, about));
    const kept = parts.flatMap((part) => (part.kept === undefined ? [] : [part.kept]));
    return { kept: kept.length ? kept : undefined, lost: parts.flatMap(({ lost }) => lost) };
  }
  if (isObject(value)) {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const parts = Object.entries(value).map(([name, part]) => {
      const own = ownOf(properties, name);
      return [name, standing(part, isObject(own) ? own : {}, about)] as const;
    });
    const kept = parts.flatMap(([name, part]) =>
      part.kept === undefined ? [] : [[name, part.kept] as const],
    );
    return {
      kept: kept.length ? Object.fromEntries(kept) : undefined,
      lost: parts.flatMap(([, { lost }]) => lost),
    };
  }
  const isChoice = Array.isArray(schema.enum) && schema.enum.includes(value);
  return isChoice || stands(value, about.quote, about.language)
    ? { kept: value, lost: [] }
    : { kept: undefined, lost: [value] };
}
