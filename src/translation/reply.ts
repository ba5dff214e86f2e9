import { buildMessages, linesSchema, type Prompt } from "../core/prompt.js";
import { parseReply } from "../core/reply.js";
import type { Answer, CallOptions, Chat, Endpoint, Engine } from "../endpoints/endpoint.js";

/** An answer as lines. */
export interface Reply extends Answer {
  /** Translations by line number from 1; empty unless `kind` is answered. */
  lines: ReadonlyMap<number, string>;
}

/** Asks for a prompt's lines, in the way this endpoint is asked. */
export function askEndpoint(endpoint: Endpoint, prompt: Prompt, options: CallOptions): Promise<Reply> {
  if (endpoint.chat) return askModel(endpoint.chat, prompt, options);
  if (endpoint.engine) return askEngine(endpoint.engine, prompt, options);
  throw new Error(`${endpoint.name} can neither chat nor translate lines`);
}

async function askModel(chat: Chat, prompt: Prompt, options: CallOptions): Promise<Reply> {
  const { text, ...answer } = await chat.complete(
    { messages: buildMessages(prompt), schema: linesSchema(prompt.lines.length), reasoning: "none" },
    options,
  );
  if (answer.kind !== "answered") return { ...answer, lines: new Map() };
  const { lines, problems } = parseReply(text, prompt.lines.length);
  return { ...answer, lines, problems: [...answer.problems, ...problems] };
}

async function askEngine(engine: Engine, { lines, from, to }: Prompt, options: CallOptions): Promise<Reply> {
  const { lines: replies, ...answer } = await engine.lines({ lines, from, to }, options);
  return { ...answer, lines: new Map(replies.map((reply, index) => [index + 1, reply])) };
}
