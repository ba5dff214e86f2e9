import { type Anchors, readAnchors } from "../core/placement.js";
import { buildMessages, linesSchema, type Prompt, replyLimit } from "../core/prompt.js";
import { parseReply } from "../core/reply.js";
import type { Answer, CallOptions, Chat, Completion, Endpoint, Engine } from "../endpoints/endpoint.js";

/** An answer as lines. */
export interface Reply extends Answer {
  /** Translations by line number from 1; empty where it refused. */
  lines: ReadonlyMap<number, string>;
  /** Whether its keys are exactly those asked for. */
  keysFit: boolean;
  /** What its values began with, where they were to begin with their lines' beginnings. */
  anchors?: Anchors;
}

/** Replies in a row that keep to no anchors, after which a model is asked for none. */
const FAITHLESS = 2;

/** Whether a model is asked for anchors: none was found not to keep to them. */
export const asksAnchors = ({ unanchored }: Record<string, unknown>) => Number(unanchored ?? 0) < FAITHLESS;

/** Asks for a prompt's lines, in the way this endpoint is asked. */
export function askEndpoint(endpoint: Endpoint, prompt: Prompt, options: CallOptions): Promise<Reply> {
  if (endpoint.chat) return askModel(endpoint.chat, prompt, options);
  if (endpoint.engine) return askEngine(endpoint.engine, prompt, options);
  throw new Error(`${endpoint.name} can neither chat nor translate lines`);
}

async function askModel(chat: Chat, prompt: Prompt, options: CallOptions): Promise<Reply> {
  const count = prompt.lines.length;
  const anchored = count > 1 && asksAnchors(options.dialect);
  const completion: Completion = {
    messages: buildMessages({ ...prompt, anchored }),
    schema: linesSchema(count),
    most: replyLimit(prompt.lines),
    reasoning: "none",
  };
  const { text, ...answer } = await chat.complete(completion, options);
  if (answer.kind === "refused") return { ...answer, lines: new Map(), keysFit: false };
  const { lines, keysFit, problems } = parseReply(text, count);
  const reply = {
    ...answer,
    lines,
    keysFit,
    problems: [...answer.problems, ...(answer.kind === "answered" ? problems : [])],
  };
  return anchored && lines.size > 0 ? withAnchors(reply, prompt.lines, options.dialect) : reply;
}

/** The reply without its anchors; what it says of the model is noted in the dialect. */
function withAnchors(reply: Reply, sources: readonly string[], known: Record<string, unknown>): Reply {
  const anchors = readAnchors({ sources, values: sources.map((_, at) => reply.lines.get(at + 1)) });
  const lines = new Map<number, string>();
  anchors.texts.forEach((text, at) => {
    if (text !== undefined) lines.set(at + 1, text);
  });
  const before = Number(known.unanchored ?? 0);
  const unanchored = anchors.kept ? 0 : before + 1;
  const dialect = { ...known, ...reply.dialect, unanchored };
  return { ...reply, lines, anchors, ...(unanchored === before ? {} : { dialect }) };
}

async function askEngine(engine: Engine, { lines, from, to }: Prompt, options: CallOptions): Promise<Reply> {
  const { lines: replies, ...answer } = await engine.lines({ lines, from, to }, options);
  return { ...answer, lines: new Map(replies.map((reply, index) => [index + 1, reply])), keysFit: true };
}
