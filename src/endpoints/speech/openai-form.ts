import { recogniserCode } from "../../core/spoken-language.js";
import type { Recording } from "../endpoint.js";
import { type ApiError, textOf } from "../openai-errors.js";

/** Forms of a transcript, by the names of the API. */
type Format = "verbose_json" | "srt" | "vtt" | "diarized_json" | "json" | "text";

/** What a server and model were seen to refuse: formats, and `timestamp_granularities`. */
export interface SpeechDialect {
  refused?: string[];
}

const TIMED: readonly Format[] = ["verbose_json", "srt", "vtt"];
/** Segments tell more than the text alone, so they are asked for where they are not needed, too. */
const UNTIMED: readonly Format[] = ["verbose_json", "json", "text"];

/** The format to ask for, the best that is not known to be refused; undefined where none is left. */
export function formatFor({ timed, diarize }: Recording, { refused }: SpeechDialect): Format | undefined {
  const wanted: readonly Format[] = [
    ...(diarize ? (["diarized_json"] as const) : []),
    ...(timed ? TIMED : UNTIMED),
  ];
  return wanted.find((format) => !refused?.includes(format));
}

/** The fields beside the file. */
export function fieldsFor({ language }: Recording, model: string, format: Format, dialect: SpeechDialect) {
  const granular = format === "verbose_json" && !dialect.refused?.includes(GRANULARITIES);
  return {
    model,
    response_format: format,
    ...(language ? { language: recogniserCode(language) } : {}),
    ...(granular ? { timestamp_granularities: ["segment" as const] } : {}),
    // Required for more than 30 seconds.
    ...(format === "diarized_json" ? { chunking_strategy: "auto" as const } : {}),
  };
}

const GRANULARITIES = "timestamp_granularities";
const ABOUT_FORMAT = /response_?format|verbose_json|diarized_json|\bsrt\b|\bvtt\b/i;
/** What the client says of a body that has no `error` in it, such as FastAPI's `detail`. */
const WORDLESS = /^\d{3} status code \(no body\)$/;

/** The dialect without what a request was refused for; undefined where its form was not the reason. */
export function refusing(thrown: unknown, format: Format, dialect: SpeechDialect): SpeechDialect | undefined {
  const error = thrown as ApiError;
  const text = textOf(error);
  const about = `${String(error.param ?? "")} ${text}`;
  const status = error.status ?? 0;
  const without = (what: string) => ({ refused: [...(dialect.refused ?? []), what] });
  if (![400, 415, 422, 500, 501].includes(status)) return undefined;
  if (about.includes(GRANULARITIES) && format === "verbose_json" && !dialect.refused?.includes(GRANULARITIES))
    return without(GRANULARITIES);
  if (ABOUT_FORMAT.test(about)) return without(format);
  return [400, 422].includes(status) && WORDLESS.test(text) ? without(format) : undefined;
}

const TOO_LONG =
  /(audio|duration|file|content)\b.{0,80}(longer than|too (long|large|big)|exceed)|maximum (content|file|audio)/i;

/** Whether the recording is what is too long or too large, so that a shorter part may do. */
export const isTooLong = (thrown: unknown): boolean => {
  const error = thrown as ApiError;
  return [400, 413, 422].includes(error.status ?? 0) && TOO_LONG.test(textOf(error));
};
