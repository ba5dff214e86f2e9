import { NO_TOKENS } from "../core/model.js";
import { anthropicPace } from "../core/pacing.js";
import type { Usage } from "../core/prices.js";
import { PauseEndpoint, RetryLater } from "../errors.js";
import { countOf } from "./answers.js";
import type { Completed } from "./endpoint.js";

/** A reply that was read to its end. */
export interface Received {
  ok: boolean;
  status: number;
  headers: Headers;
  host: string;
  /** The body, where it is JSON. */
  data: unknown;
}

/** What the end of a reply means; any other, such as `tool_use` or `pause_turn`, is none that was asked for. */
const ENDS = new Map<unknown, Completed["kind"]>([
  ["end_turn", "answered"],
  ["stop_sequence", "answered"],
  ["max_tokens", "truncated"],
  ["model_context_window_exceeded", "truncated"],
  ["refusal", "refused"],
]);

interface Message {
  content?: unknown;
  stop_reason?: unknown;
  usage?: unknown;
}

/** What a reply says, with what it used; `now` dates the server's limits. Throws for what is no message. */
export function answerOf({ data, headers, host }: Received, now: number): Completed {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new PauseEndpoint(
      "not_an_api",
      `${host} answered ${headers.get("content-type") ?? "something"} and not a message`,
      "settings",
      "ANTHROPIC_BASE_URL must be an API with /v1/messages",
    );
  }
  const { content, stop_reason: reason, usage } = data as Message;
  const used = usedBy(usage);
  const { input, output } = used.tokens;
  const pace = anthropicPace(headers, { input: input ?? 0, output: output ?? 0 }, now);
  const about = { ...used, ...(pace === undefined ? {} : { pace }) };
  const text = textOf(content);
  const kind = ENDS.get(reason);
  if (text === undefined || kind === undefined) {
    const problem =
      text === undefined ? "the reply holds no content" : `the reply ended with ${String(reason)}`;
    // What was paid for is an answer, if an empty one: its cost is kept.
    if (used.usage) return { kind: "answered", text: "", problems: [problem.slice(0, 200)], ...about };
    throw new RetryLater("bad_reply", problem.slice(0, 200));
  }
  return { kind, text: kind === "refused" ? "" : text, problems: [], ...about };
}

/** The text of all blocks that are text, and not thinking or calls of tools; undefined where there are no blocks. */
function textOf(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const texts = content.map((block: { type?: unknown; text?: unknown } | null) =>
    block?.type === "text" && typeof block.text === "string" ? block.text : "",
  );
  return texts.join("");
}

interface StatedUsage {
  input_tokens?: unknown;
  cache_read_input_tokens?: unknown;
  cache_creation_input_tokens?: unknown;
  output_tokens?: unknown;
  service_tier?: unknown;
}

/** What was used; without a usage to price where the server's figures make no sense. Cached input is stated apart. */
function usedBy(usage: unknown): Pick<Completed, "tokens"> & { usage?: Usage } {
  const stated = (usage ?? {}) as StatedUsage;
  const fresh = countOf(stated.input_tokens);
  const output = countOf(stated.output_tokens);
  if (fresh === null && output === null) return { tokens: NO_TOKENS };
  const cached = countOf(stated.cache_read_input_tokens) ?? 0;
  const cacheWrites = countOf(stated.cache_creation_input_tokens) ?? 0;
  const input = fresh === null ? null : fresh + cached + cacheWrites;
  const tokens = { input, cached, output };
  if (input === null || output === null) return { tokens };
  const tier = stated.service_tier;
  return {
    tokens,
    usage: { input, cached, cacheWrites, output, ...(typeof tier === "string" ? { tier } : {}) },
  };
}
