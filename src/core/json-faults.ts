const TEXT = /"(?:[^"\\]|\\.)*"/gs;

/** What models write that JSON does not have, most telling first. Looked for outside of texts. */
const FAULTS: readonly [RegExp, string][] = [
  [/[{[,:]\s*'/, "it has single quotes"],
  [/(?:^|[^:])\/[/*]/, "it holds a comment"],
  [/[:[,]\s*[+-]?(?:NaN|Infinity|undefined|None|True|False)\b/, "it holds a value that JSON does not have"],
  [/,\s*[}\]]/, "a comma stands before a closing bracket"],
  [/[{,]\s*[A-Za-z_]\w*\s*:/, "a key has no quotes"],
  [/\.\.\.|…/, "it has dots in place of content"],
];

/** What is wrong with a text that is not JSON, as a plain phrase that quotes nothing of it. */
export function jsonFault(text: string): string {
  const outside = text.replace(TEXT, '""');
  const fault = FAULTS.find(([pattern]) => pattern.test(outside))?.[1];
  if (fault) return fault;
  const texts = text.match(TEXT) ?? [];
  if (texts.some((one) => /[\u0000-\u001f]/.test(one)))
    return "a text holds a line break or another control character that is not escaped";
  if (texts.some((one) => /\\(?!["\\/bfnrt]|u[\dA-Fa-f]{4})/.test(one.replaceAll("\\\\", ""))))
    return "a text holds a backslash that escapes nothing";
  return "a comma, quote or bracket is missing";
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|[{}[\]]/gs;

/**
 * What a parser would change in valid JSON without a word: it keeps the last of two equal keys, rounds what is beyond a
 * number, and takes half a character. Undefined if it reads all as it is written.
 */
export function jsonLoss(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (const [token, quoted, colon] of text.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (quoted === undefined) {
      if (!isKept(token)) return "it holds a number that is too large or too long";
    } else {
      const content = JSON.parse(quoted) as string;
      if (/\p{Surrogate}/u.test(content)) return "it holds half a character";
      const keys = open.at(-1);
      if (colon === undefined || !keys) continue;
      if (keys.has(content)) return "it has the same key twice in one object";
      keys.add(content);
    }
  }
  return undefined;
}

/** Whether a number as it is written is what a parser makes of it, but for decimals beyond its precision. */
function isKept(written: string): boolean {
  const value = Number(written);
  if (!Number.isFinite(value)) return false;
  if (/^-?\d+$/.test(written)) return Number.isSafeInteger(value);
  return value !== 0 || !/[1-9]/.test(written.split(/e/i)[0]!);
}
