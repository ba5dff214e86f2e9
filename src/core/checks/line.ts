import { baseOf } from "../languages.js";
import { wordsIn } from "../text.js";
import type { CheckCode } from "./marks.js";

export interface CheckedLine {
  /** The source as the provider saw it, marks in place of markup. */
  source: string;
  /** The reply for this line; undefined if there was none. */
  reply: string | undefined;
  /** Whether all markup could be put back. */
  intact: boolean;
  /** Milliseconds on screen; null if unknown. */
  duration: number | null;
}

/** Says which language a text is most likely in: its tag, and the probability from 0 to 1. */
export type Identify = (text: string) => { language: string; probability: number };

export interface CheckOptions {
  from: string | null;
  to: string;
  /** Offline pseudo-localisation is in no language: script and copies are not looked at. */
  anyLanguage?: boolean;
  /** An engine, unlike a model, neither slides nor merges. */
  engine?: boolean;
  /** Without it little words tell languages apart, for the languages that are known by theirs. */
  identify?: Identify | undefined;
  /** Lines around the reply that have translations already. */
  around?: readonly TranslatedLine[];
  /** Lines of the same document that have translations already, the nearest ones. */
  accepted?: readonly TranslatedLine[];
}

/** Both as the provider sees them. */
export interface TranslatedLine {
  source: string;
  translation: string;
}

/** A line that was answered, with what several checks look at. */
export interface Answer {
  source: string;
  reply: string;
  /** The number the line had in the request. */
  key: number;
  duration: number | null;
  sourceWords: readonly string[];
  replyWords: readonly string[];
}

/** One idea of what can be wrong with a line alone. */
export type Check = (answer: Answer, options: CheckOptions) => readonly CheckCode[];

/** More of a text than this tells no more of noise, copies or repetition. */
const LOOKED_AT = 4000;

export const beginning = (text: string) => (text.length > LOOKED_AT ? text.slice(0, LOOKED_AT) : text);

const MARKS = /⟦\s*\d+\s*⟧/g;

/** A text with a space in place of each mark of protection. */
export const withoutMarks = (text: string) => (text.includes("⟦") ? text.replace(MARKS, " ") : text);

export function answerOf({ source, reply, duration }: CheckedLine, key: number): Answer {
  const [plainSource, plainReply] = [withoutMarks(source), withoutMarks(reply ?? "")];
  return {
    source,
    reply: reply ?? "",
    key,
    duration,
    sourceWords: wordsIn(beginning(plainSource)),
    replyWords: wordsIn(beginning(plainReply)),
  };
}

/** Whether source and target are one language, as in en-US into en-GB; then a copy is right. */
export const isSameLanguage = ({ from, to }: CheckOptions) => from !== null && baseOf(from) === baseOf(to);
