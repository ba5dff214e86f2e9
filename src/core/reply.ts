import { withoutSnippet } from "./unquoted.js";

/** A model's reply is data, never trusted: what it lacks or has too much is said, nothing is guessed. */
interface Reply {
  /** Translations by line number, 1 to n. */
  lines: Map<number, string>;
  /** Whether its keys are exactly those asked for: one too few or too many, and the others may be shifted. */
  keysFit: boolean;
  /** What was wrong with the reply as a whole. */
  problems: string[];
}

/**
 * Reads the JSON object `{"1": "…", …, "n": "…"}` out of a model's text: thinking, prose and code fences around it are
 * passed over. Of several objects the last with all n lines counts, since drafts come first; a line on which two such
 * differ is left out. Of an object that never closes, the pairs that are whole count. A list is refused, since its
 * order proves nothing.
 */
export function parseReply(content: string, count: number): Reply {
  const text = withoutThinking(content);
  const { objects, rest } = objectsIn(text);
  const replies = objects.map((json) => readObject(json, count));
  const whole = replies.filter(({ lines }) => lines.size === count);
  if (whole.length > 1) return agreed(whole);
  const found = whole[0] ?? replies.findLast(({ lines }) => lines.size > 0);
  if (found) return found;
  const lines = wholePairs(text.slice(rest), count);
  const problems = replies[0]?.problems ?? [
    lines.size ? "the reply is cut off" : "the reply holds no JSON object",
  ];
  return { lines, keysFit: false, problems };
}

/** The last of several whole replies, without the lines that another has otherwise. */
function agreed(replies: readonly Reply[]): Reply {
  const last = replies.at(-1)!;
  const lines = new Map(
    [...last.lines].filter(([key, text]) => replies.every((reply) => reply.lines.get(key) === text)),
  );
  if (lines.size === last.lines.size) return last;
  return { lines, keysFit: false, problems: ["the reply holds several objects that differ"] };
}

const PAIR = /"([1-9]\d*)"\s*:\s*("(?:[^"\\]|\\.)*")\s*(?=[,}])/gs;

/** Lines of an object that was cut off, up to the last that is whole. */
function wholePairs(text: string, count: number): Map<number, string> {
  const lines = new Map<number, string>();
  for (const [, key, json] of text.matchAll(PAIR)) {
    const line = Number(key);
    if (line > count || lines.has(line)) return new Map();
    try {
      lines.set(line, JSON.parse(json!));
    } catch {
      return lines;
    }
  }
  return lines;
}

function readObject(json: string, count: number): Reply {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return unreadable(`the reply is not valid JSON: ${withoutSnippet((error as Error).message)}`);
  }
  const object = unwrap(value as Record<string, unknown>);
  const lines = new Map<number, string>();
  const extra: string[] = [];
  for (const [key, translation] of Object.entries(object)) {
    const line = /^[1-9]\d*$/.test(key) ? Number(key) : 0;
    if (line < 1 || line > count)
      extra.push(/^\d+$/.test(key) ? key : "…"); // others may be texts
    else if (typeof translation === "string") lines.set(line, translation);
    else if (typeof translation === "number") lines.set(line, String(translation));
  }
  const problems: string[] = [];
  if (extra.length) problems.push(`keys that were not asked for: ${extra.slice(0, 5).join(", ")}`);
  const keys = [...json.matchAll(/"(\d+)"\s*:/g)].map((match) => match[1]!);
  if (new Set(keys).size < keys.length) {
    lines.clear();
    problems.push("the numbering starts again: a key appears twice");
  }
  return { lines, keysFit: lines.size === count && extra.length === 0, problems };
}

const unreadable = (problem: string): Reply => ({ lines: new Map(), keysFit: false, problems: [problem] });

/** `{"translations": {…}}` and the like: one key, whose value holds the lines. */
function unwrap(object: Record<string, unknown>): Record<string, unknown> {
  const values = Object.values(object);
  const only = values.length === 1 && !("1" in object) ? values[0] : undefined;
  return only && typeof only === "object" && !Array.isArray(only)
    ? (only as Record<string, unknown>)
    : object;
}

const THINKING = ["<think>", "</think>"] as const;

/**
 * The text without thinking: closed blocks, what stands before an end without a beginning (some servers swallow that),
 * and what stands after a beginning without an end.
 */
function withoutThinking(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(THINKING[0], from);
    const end = text.indexOf(THINKING[1], from);
    if (end >= 0 && (start < 0 || end < start)) parts.length = 0;
    else if (start >= 0) parts.push(text.slice(from, start));
    else parts.push(text.slice(from));
    if (end < 0) return parts.join("");
    from = end + THINKING[1].length;
  }
}

/** What begins an object with keys, unlike a brace in prose. */
const BEGINNING = /\{\s*"/g;
/** More beginnings than this that never close are no reply; each costs a look at the whole text. */
const MOST_UNCLOSED = 10;

/** The `{…}` in a text whose braces close, none inside another, and where the last begins that never closes. */
function objectsIn(text: string): { objects: string[]; rest: number } {
  const objects: string[] = [];
  let unclosed = 0;
  let rest = text.length;
  let from = 0;
  while (unclosed < MOST_UNCLOSED) {
    BEGINNING.lastIndex = from;
    const start = BEGINNING.exec(text)?.index;
    if (start === undefined) break;
    const object = objectAt(text, start);
    if (object) objects.push(object.json);
    else {
      unclosed++;
      rest = start;
    }
    from = object?.end ?? start + 1;
  }
  return { objects, rest };
}

/** The object that begins at a brace, strings and their escapes respected, without commas that nothing follows. */
function objectAt(text: string, start: number): { json: string; end: number } | undefined {
  const parts: string[] = [];
  let from = start;
  let depth = 0;
  let quoted = false;
  let comma = -1;
  for (let at = start; at < text.length; at++) {
    const character = text[at]!;
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
      continue;
    }
    if (/\s/.test(character)) continue;
    if (comma >= 0 && (character === "}" || character === "]")) {
      parts.push(text.slice(from, comma));
      from = comma + 1;
    }
    comma = character === "," ? at : -1;
    if (character === '"') quoted = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) {
      return { json: parts.join("") + text.slice(from, at + 1), end: at + 1 };
    }
  }
  return undefined;
}
