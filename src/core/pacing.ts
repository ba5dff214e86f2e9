import { DAY, MINUTE, parseDuration, SECOND } from "./time.js";

interface Headers {
  get(name: string): string | null;
}

/** A limit that a server states, and how much of it the last request used. */
interface Limit {
  /** The headers that hold what is left, and when it is whole again. */
  remaining: string;
  reset: string;
  used: number;
}

/** Milliseconds until a limit is whole again, from what its header says. */
type ReadReset = (text: string) => number | undefined;

/**
 * The least milliseconds between two requests, as the limits of OpenAI and its likes ask for; undefined if the server
 * states none.
 */
export function paceOf(headers: Headers, tokensUsed: number): number | undefined {
  const limits = Object.entries({ requests: 1, tokens: tokensUsed }).map(([kind, used]) => ({
    ...{ remaining: `x-ratelimit-remaining-${kind}`, reset: `x-ratelimit-reset-${kind}` },
    used,
  }));
  return paceBy(headers, limits, parseDuration); // `1s`, `6m0s`, `120ms`
}

/** The same by the limits that Anthropic states, whose resets are times. */
export function anthropicPace(
  headers: Headers,
  { input, output }: { input: number; output: number },
  now: number,
): number | undefined {
  const used = { requests: 1, tokens: input + output, "input-tokens": input, "output-tokens": output };
  const limits = Object.entries(used).map(([kind, amount]) => ({
    ...{ remaining: `anthropic-ratelimit-${kind}-remaining`, reset: `anthropic-ratelimit-${kind}-reset` },
    used: amount,
  }));
  return paceBy(headers, limits, (text) => untilDate(text, now));
}

/** What the tightest of these limits asks for. */
function paceBy(headers: Headers, limits: readonly Limit[], readReset: ReadReset): number | undefined {
  const paces = limits.flatMap(({ used, ...names }) => {
    const remaining = numberOf(headers.get(names.remaining));
    const reset = readReset(headers.get(names.reset) ?? "");
    if (remaining === undefined || reset === undefined) return [];
    return [(reset * used) / Math.max(remaining, used, 1)];
  });
  return paces.length ? Math.min(Math.ceil(Math.max(...paces)), MINUTE) : undefined;
}

/** Milliseconds until a date; 0 for one that is past. */
function untilDate(text: string, now: number): number | undefined {
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** `Retry-After-ms` or `Retry-After` (seconds or a date) in milliseconds from now; undefined if there is none. */
export function retryAfter(headers: Headers | undefined, now: number): number | undefined {
  const ms = numberOf(headers?.get("retry-after-ms") ?? null);
  if (ms !== undefined) return Math.min(ms, DAY);
  const text = headers?.get("retry-after");
  if (!text) return undefined;
  const seconds = numberOf(text);
  if (seconds !== undefined) return Math.min(seconds * SECOND, DAY);
  const wait = untilDate(text, now);
  return wait === undefined ? undefined : Math.min(wait, DAY);
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
