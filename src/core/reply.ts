/** A model's reply is data, never trusted: what it lacks or has too much is said, nothing is guessed. */
interface Reply {
  /** Translations by line number, 1 to n. */
  lines: Map<number, string>;
  /** What was wrong with the reply as a whole. */
  problems: string[];
}

/**
 * Reads the JSON object `{"1": "…", …, "n": "…"}` out of a model's text: thinking and code fences are dropped, the
 * first balanced object is taken. A list is refused, since its order proves nothing.
 */
export function parseReply(content: string, count: number): Reply {
  const text = content.replace(/<think>[\s\S]*?<\/think>/g, "");
  const json = firstObject(text);
  if (json === undefined) return unreadable("the reply holds no JSON object");
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return unreadable(`the reply is not valid JSON: ${(error as Error).message.slice(0, 80)}`);
  }
  const object = unwrap(value as Record<string, unknown>);
  const lines = new Map<number, string>();
  const extra: string[] = [];
  for (const [key, translation] of Object.entries(object)) {
    const line = /^[1-9]\d*$/.test(key) ? Number(key) : 0;
    if (line < 1 || line > count) extra.push(key);
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
  return { lines, problems };
}

const unreadable = (problem: string): Reply => ({ lines: new Map(), problems: [problem] });

/** `{"translations": {…}}` and the like: one key, whose value holds the lines. */
function unwrap(object: Record<string, unknown>): Record<string, unknown> {
  const values = Object.values(object);
  const only = values.length === 1 && !("1" in object) ? values[0] : undefined;
  return only && typeof only === "object" && !Array.isArray(only)
    ? (only as Record<string, unknown>)
    : object;
}

/** The first `{…}` whose braces close, strings and their escapes respected. */
function firstObject(text: string): string | undefined {
  const start = text.indexOf("{");
  if (start < 0) return undefined;
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return text.slice(start, at + 1);
  }
  return undefined;
}
