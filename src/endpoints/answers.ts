import { NO_TOKENS } from "../core/model.js";
import type { Answer, Translated } from "./endpoint.js";

/** Lines that cost nothing. */
export const free = (lines: readonly string[], problems: readonly string[] = []): Translated => ({
  kind: "answered",
  lines,
  problems,
  tokens: NO_TOKENS,
  cost: 0,
});

/** An answer that says no more than how it ended, and that cost nothing that is known of. */
export const bare = (kind: "truncated" | "refused"): Answer => ({
  kind,
  problems: [],
  tokens: NO_TOKENS,
  cost: null,
});
