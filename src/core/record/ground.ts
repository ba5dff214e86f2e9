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

const NOT_IN_QUOTE = "it does not stand in its quote";
/** Such as "no", which every transcript has. */
const TOO_SHORT = "its quote is a single word, which retracts nothing";

/**
 * Believes of an extraction what its transcript bears out: fields that the template has, of the right types, whose quote
 * was spoken and says so. What was not said is passed over in silence; all else is dropped with a reason.
 */
export function ground({ fields, retracted }: Extraction, grounding: Grounding): Grounded {
  const schemas = fieldsOf(grounding.output);
  const said: Said[] = [];
  const retractions: Retraction[] = [];
  const dropped: Dropped[] = [];
  for (const { name, value: given, quote, confidence } of fields) {
    const value = saidOf(given);
    if (value === undefined) continue;
    const { reason, ...about } = evidenceOf({ name, quote, confidence }, grounding.transcript, schemas);
    const { kept, lost } =
      reason === null
        ? partsOf(value, schemas[name]!, { ...grounding, quote })
        : { kept: undefined, lost: [{ value, reason }] };
    if (kept !== undefined) said.push({ ...about, value: kept });
    dropped.push(...lost.map((part) => ({ ...about, ...part })));
  }
  for (const { name, quote } of retracted) {
    const { reason: missing, ...about } = evidenceOf(
      { name, quote, confidence: null },
      grounding.transcript,
      schemas,
    );
    const reason = missing ?? (tokensOf(quote).length < 2 ? TOO_SHORT : null);
    if (reason === null) retractions.push(about);
    else dropped.push({ ...about, value: null, reason });
  }
  return { said: inOrder(said), retracted: inOrder(retractions), dropped };
}

/** Where an entry's quote was spoken, or the reason why it can't be believed whatever it says. */
function evidenceOf(
  { name: field, quote, confidence }: { name: string; quote: string; confidence: number | null },
  transcript: Transcript,
  schemas: Record<string, JsonObject>,
): Evidence & { field: string; reason: string | null } {
  const found = findQuote(transcript, quote);
  const about = { field, quote, confidence, position: found?.position ?? null };
  if (!Object.hasOwn(schemas, field)) return { ...about, reason: "the template has no such field" };
  if (quote.trim() === "") return { ...about, reason: "it has no quote" };
  return { ...about, reason: found ? null : "its quote does not stand in the transcript" };
}

/** What is to be believed of a value, and what is not and why. */
function partsOf(
  value: Json,
  schema: JsonObject,
  about: { quote: string; language: string | null },
): { kept: Json | undefined; lost: { value: Json; reason: string }[] } {
  const fitted = conform(value, schema);
  if ("reason" in fitted) return { kept: undefined, lost: [{ value, reason: fitted.reason }] };
  const { kept, lost } = standing(fitted.value, schema, about);
  return { kept, lost: lost.map((part) => ({ value: part, reason: NOT_IN_QUOTE })) };
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
