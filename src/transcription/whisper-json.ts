import type { HeardSegment } from "../core/heard.js";
import type { SpokenWord } from "./spoken-words.js";

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** What a reply of JSON says beside its text. */
export interface Told {
  language: unknown;
  /** What the server said instead of a transcript. */
  error: string | undefined;
  /** Whether it has anything that a transcript stands in. */
  transcript: boolean;
  segments: Fields[];
  /** Words that belong to no segment. */
  words: SpokenWord[];
}

/** Where transcripts stand; anything else might be a message of any kind. */
const LISTS = ["segments", "words", "transcription", "results", "recognizedPhrases", "monologues"];
const TEXTS = ["text", "transcript", "transcript_with_punctuation"];

const holdsTranscript = (fields: Fields) =>
  LISTS.some((key) => Array.isArray(fields[key])) || TEXTS.some((key) => typeof fields[key] === "string");

/** The parts of a reply that the reader of formats has no place for; `root` is what JSON.parse gives. */
export function toldIn(root: unknown): Told {
  const fields = fieldsOf(root) ?? {};
  const list: unknown[] = Array.isArray(root) ? root : Array.isArray(fields.segments) ? fields.segments : [];
  const segments = list.map(fieldsOf).filter((one) => one !== undefined);
  const error = fields.error ?? fields.detail;
  return {
    language: fields.language ?? fieldsOf(fields.result)?.language,
    error: error ? wordsOfError(error) : undefined,
    transcript: Array.isArray(root) || holdsTranscript(fields),
    segments,
    words: segments.length ? [] : wordsIn(fields.words),
  };
}

function wordsOfError(error: unknown): string {
  const said = fieldsOf(error)?.message ?? error;
  return (typeof said === "string" ? said : JSON.stringify(said)).slice(0, 200);
}

function wordsIn(list: unknown): SpokenWord[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one): SpokenWord[] => {
    const { word, punctuated_word, text, start, end, start_sec, end_sec, speaker, speaker_tag } =
      fieldsOf(one) ?? {};
    const said = punctuated_word ?? word ?? text;
    const [from, to] = [start ?? start_sec, end ?? end_sec];
    if (typeof said !== "string" || !said.trim() || !isTime(from) || !isTime(to)) return [];
    const label = labelOf(speaker ?? speaker_tag);
    const about = label === undefined ? {} : { speaker: label };
    return [{ start: Math.round(from * 1000), end: Math.round(to * 1000), text: said.trim(), ...about }];
  });
}

const isTime = (value: unknown): value is number => typeof value === "number" && value >= 0 && value < 1e9;

type Details = Pick<HeardSegment, "speaker" | "noSpeech" | "logprob" | "compression">;

/** Who speaks in a segment and how certain the recogniser was. */
export function detailsOf(segment: Fields): Details {
  const logprob = numberOf(segment.avg_logprob);
  const compression = numberOf(segment.compression_ratio);
  const noSpeech = numberOf(segment.no_speech_prob);
  const speaker = labelOf(segment.speaker ?? segment.speaker_id ?? segment.speaker_tag);
  return {
    ...(speaker === undefined ? {} : { speaker }),
    ...(noSpeech === undefined ? {} : { noSpeech }),
    ...(logprob === undefined ? {} : { logprob }),
    ...(compression === undefined ? {} : { compression }),
  };
}

const numberOf = (value: unknown) =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

/** A number stands for a label, too; longer texts are none. */
function labelOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  const label = typeof value === "string" ? value.trim() : "";
  return label && label.length <= 100 ? label : undefined;
}
