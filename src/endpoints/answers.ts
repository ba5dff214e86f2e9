import { NO_TOKENS } from "../core/model.js";
import type { Answer, Translated } from "./endpoint.js";

/** Lines of an engine. */
export const free = (lines: readonly string[], problems: readonly string[] = []): Translated => ({
  kind: "answered",
  lines,
  problems,
  tokens: NO_TOKENS,
});

/** What an error means that is an answer: one that says no more than how it ended. */
export const bare = (kind: "truncated" | "refused"): Answer => ({
  kind,
  ...(kind === "truncated" ? { tooLong: true } : {}),
  problems: [],
  tokens: NO_TOKENS,
});

/** No reply uses more; what says so is no count. Ten billion such replies can still be summed in 64 bits. */
const MOST_TOKENS = 1e9;

/** A count of tokens; null for what is none, such as text, a negative number or one that no reply can use. */
export function countOf(value: unknown): number | null {
  const count = typeof value === "number" ? Math.round(value) : Number.NaN;
  return count >= 0 && count <= MOST_TOKENS ? count : null;
}
