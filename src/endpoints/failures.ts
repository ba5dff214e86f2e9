import { withoutSnippet } from "../core/unquoted.js";
import { RetryLater } from "../errors.js";

/** What a request went to, and how long it was given in milliseconds. */
export interface Transport {
  baseUrl: string;
  timeout: number;
}

interface Thrown {
  name?: string;
  message?: string;
  cause?: unknown;
}

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_SOCKET",
]);

/** Errors that never became an HTTP answer, or broke off in the middle of one. */
export function withoutStatus(error: Thrown, { baseUrl, timeout }: Transport): Error {
  if (error instanceof RetryLater) return error; // whoever read the body has decided
  const codes = [error, error.cause, (error.cause as Thrown | undefined)?.cause].map((one) =>
    String((one as { code?: unknown } | undefined)?.code ?? ""),
  );
  const code = codes.find((one) => UNREACHABLE.has(one));
  if (
    error.name === "TimeoutError" ||
    error.name === "AbortError" ||
    /abort|timed out|timeout/i.test(error.message ?? "")
  ) {
    return new RetryLater("timeout", `no reply within ${timeout / 1000} s`);
  }
  if (error.name === "SyntaxError")
    return new RetryLater("bad_reply", `the reply is not JSON: ${withoutSnippet(error.message ?? "")}`);
  if (code || /connection error|fetch failed/i.test(error.message ?? "")) {
    return new RetryLater("unreachable", `${baseUrl} can't be reached${code ? ` (${code})` : ""}`);
  }
  return error as Error;
}

/** What was asked is not to a filter's liking: this text alone. */
const FILTERED =
  /content_filter|content[ _-](filtering |management |usage )?policy|content[ _]violation|moderation|flagged|safety (system|filter|polic)/i;
/** Words of a filter about who asks, and not about what was asked. */
const ABOUT_WHO = /\b(your|this|the) (account|organi[sz]ation|project|api key)\b/i;

/** Whether an error's words say that a filter refused this text. */
export const isFiltered = (words: string): boolean => FILTERED.test(words) && !ABOUT_WHO.test(words);
