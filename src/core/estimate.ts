import { beginningsOf } from "./anchors.js";
import { nextBatch } from "./batching.js";
import { baseOf } from "./languages.js";
import { buildMessages, linesObject } from "./prompt.js";

/** What asking for lines takes. */
export interface Need {
  requests: number;
  /** Tokens. */
  input: number;
  output: number;
}

export const NOTHING: Need = { requests: 0, input: 0, output: 0 };

export const sumOf = (one: Need, other: Need): Need => ({
  requests: one.requests + other.requests,
  input: one.input + other.input,
  output: one.output + other.output,
});

/**
 * Tokens of a text in a language, of those of the same in English (o200k): over human translations of films and news
 * that are not held out; Thai, Georgian and Portuguese exist in one held-out film only. Another language is in the middle.
 */
const WEIGHTS: Record<string, number> = {
  ...{ en: 1, pt: 1.18, sv: 1.19, it: 1.23, es: 1.26, zh: 1.29, de: 1.37, fr: 1.37, ar: 1.43 },
  ...{ ru: 1.49, he: 1.55, ja: 1.63, hi: 1.68, th: 1.72, ka: 1.89 },
};
const OTHER_WEIGHT = 1.4;

const weightOf = (tag: string | null) => WEIGHTS[tag === null ? "en" : baseOf(tag)] ?? OTHER_WEIGHT;

/** What frames a message, as OpenAI counts it, and what begins a reply. */
const PER_MESSAGE = 4;
const PER_REPLY = 3;
/** Lines before a batch that a model is shown. */
const CONTEXT = 3;

interface Asking {
  from: string | null;
  to: string;
  /** Lines a request. */
  size: number;
  countTokens: (text: string) => number;
}

/** What a model needs for these lines, each asked for once, with anchors; no line of it is sent. */
export function needOf(lines: readonly string[], { from, to, size, countTokens }: Asking): Need {
  const longer = weightOf(to) / weightOf(from);
  const total = { ...NOTHING };
  for (let at = 0; at < lines.length; ) {
    const batch = lines.slice(at, at + nextBatch(lines.length - at, size));
    const before = lines.slice(Math.max(0, at - CONTEXT), at).map((source) => ({ source }));
    const prompt = { from, to, lines: batch, context: { before, after: [] }, anchored: batch.length > 1 };
    total.requests++;
    for (const { content } of buildMessages(prompt)) total.input += countTokens(content) + PER_MESSAGE;
    // Lines before are shown with their translations.
    const shown = before.reduce((sum, { source }) => sum + countTokens(source), 0);
    total.input += PER_REPLY + shown * longer + (before.length ? TRANSLATION_KEY * before.length : 0);
    const beginnings = batch.length > 1 ? beginningsOf(batch) : [];
    const texts = batch.reduce((sum, line) => sum + countTokens(line), 0);
    const frame = linesObject(batch.map((_, line) => (beginnings[line] ? `${beginnings[line]} | ` : "")));
    total.output += countTokens(frame) + texts * longer;
    at += batch.length;
  }
  return { ...total, input: Math.round(total.input), output: Math.round(total.output) };
}

/** `,"translation":""` */
const TRANSLATION_KEY = 4;

/** How far off the tokens of a document may be, and what repairs add at most (docs/estimate.md). */
export const TOKEN_ERROR = 0.1;
const REPAIRS = 0.06;

/** US dollars, from the least to the most that is likely; null if the price is unknown. */
export type CostRange = { least: number; most: number } | null;

export function rangeOf(cost: number | null): CostRange {
  if (cost === null) return null;
  return { least: cost * (1 - TOKEN_ERROR), most: cost * (1 + TOKEN_ERROR) * (1 + REPAIRS) };
}
