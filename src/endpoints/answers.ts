import { NO_TOKENS } from "../core/model.js";
import type { Answer, Translated } from "./endpoint.js";

/** Lines of an engine. */
export const free = (lines: readonly string[], problems: readonly string[] = []): Translated => ({
  kind: "answered",
  lines,
  problems,
  tokens: NO_TOKENS,
});

/** An answer that says no more than how it ended. */
export const bare = (kind: "truncated" | "refused"): Answer => ({
  kind,
  problems: [],
  tokens: NO_TOKENS,
});
