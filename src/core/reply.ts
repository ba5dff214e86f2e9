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
 * Reads the JSON object `{"1": "…", …, "n": "…"}` out of a model's text: thinking, prose and code fences around it
 * are passed over. Of several objects it is the first that has a line. A list is refused, since its order proves
 * nothing.
 */
export function parseReply(content: string, count: number): Reply {
  let found: Reply | undefined;
  for (const json of objectsIn(withoutThinking(content))) {
    const reply = readObject(json, count);
    if (reply.lines.size) return reply;
    found ??= reply;
  }
  return found ?? unreadable("the reply holds no JSON object");
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

/** The text without blocks of thinking; one that never ends is read like the rest. */
function withoutThinking(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(THINKING[0], from);
    const end = start < 0 ? -1 : text.indexOf(THINKING[1], start);
    if (end < 0) break;
    parts.push(text.slice(from, start));
    from = end + THINKING[1].length;
  }
  return parts.join("") + text.slice(from);
}

/** What begins an object with keys, unlike a brace in prose. */
const BEGINNING = /\{\s*"/g;
/** More beginnings than this that never close are no reply; each costs a look at the whole text. */
const MOST_UNCLOSED = 10;

/** The `{…}` in a text whose braces close, from the first on, none inside another. */
function* objectsIn(text: string): Generator<string> {
  let unclosed = 0;
  let from = 0;
  while (unclosed < MOST_UNCLOSED) {
    BEGINNING.lastIndex = from;
    const start = BEGINNING.exec(text)?.index;
    if (start === undefined) return;
    const object = objectAt(text, start);
    if (object) yield object.json;
    else unclosed++;
    from = object?.end ?? start + 1;
  }
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
