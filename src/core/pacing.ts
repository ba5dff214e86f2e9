import { DAY, MINUTE, parseDuration, SECOND } from "./time.js";

/** The least milliseconds between two requests, as the server's own limits ask for; undefined if it states none. */
export function paceOf(
  headers: { get(name: string): string | null },
  tokensUsed: number,
): number | undefined {
  const share = (kind: "requests" | "tokens", used: number) => {
    const remaining = numberOf(headers.get(`x-ratelimit-remaining-${kind}`));
    const reset = parseDuration(headers.get(`x-ratelimit-reset-${kind}`) ?? ""); // `1s`, `6m0s`, `120ms`
    return remaining === undefined || reset === undefined
      ? undefined
      : (reset * used) / Math.max(remaining, used, 1);
  };
  const paces = [share("requests", 1), share("tokens", tokensUsed)].filter((pace) => pace !== undefined);
  return paces.length ? Math.min(Math.ceil(Math.max(...paces)), MINUTE) : undefined;
}

/** `Retry-After-ms` or `Retry-After` (seconds or a date) in milliseconds from now; undefined if there is none. */
export function retryAfter(
  headers: { get(name: string): string | null } | undefined,
  now: number,
): number | undefined {
  const ms = numberOf(headers?.get("retry-after-ms") ?? null);
  if (ms !== undefined) return Math.min(ms, DAY);
  const text = headers?.get("retry-after");
  if (!text) return undefined;
  const seconds = numberOf(text);
  if (seconds !== undefined) return Math.min(seconds * SECOND, DAY);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), DAY);
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
