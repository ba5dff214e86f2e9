import type { Json } from "./json.js";

/** Deeper than any document, and than a parser can go without running out of stack. */
const DEEPEST = 500;

/**
 * The JSON document in a model's reply: alone, in a code fence, or with words around it. What is in the document is never
 * repaired. Otherwise what is wrong, as a plain phrase.
 */
export function readDocument(reply: string): { document: Json } | { problem: string } {
  const text = reply.replace(/^\uFEFF/, "").trim();
  if (text === "") return { problem: "the reply is empty" };
  const begin = text.search(/[{[]/);
  if (begin < 0) return { problem: "the reply holds no JSON document" };
  const end = endOf(text, begin);
  if (end === "deep") return { problem: `the document nests more than ${DEEPEST} levels deep` };
  if (end === undefined) return { problem: "the reply broke off inside the document" };
  const rest = text.slice(end).replace(/^\s*```/, "");
  const next = rest.search(/[{[]/);
  if (
    next >= 0 &&
    typeof endOf(rest, next) === "number" &&
    isJson(rest.slice(next, endOf(rest, next) as number))
  )
    return { problem: "the reply holds two documents" };
  return parsed(text.slice(begin, end));
}

function parsed(text: string): { document: Json } | { problem: string } {
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    return { problem: `the document is not JSON: ${whatIsWrong(text)}` };
  }
  if (hasTwice(text)) return { problem: "the document has the same key twice in one object" };
  if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(JSON.stringify(document)))
    return { problem: "the document holds half a character" };
  return { document };
}

/** Behind the bracket that closes the one at `begin`; undefined if none does. */
function endOf(text: string, begin: number): number | "deep" | undefined {
  let depth = 0;
  let inText = false;
  for (let at = begin; at < text.length; at++) {
    const sign = text[at]!;
    if (inText) {
      if (sign === "\\") at++;
      else if (sign === '"') inText = false;
    } else if (sign === '"') inText = true;
    else if (sign === "{" || sign === "[") {
      depth++;
      if (depth > DEEPEST) return "deep";
    } else if (sign === "}" || sign === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What models write that JSON does not have, most telling first. */
const FAULTS: readonly [RegExp, string][] = [
  [/(?:^|[[{,:\s])\/[/*]/, "it holds a comment"],
  [/[:[,]\s*(?:NaN|[+-]?Infinity|undefined|None|True|False)\b/, "it holds a value that JSON does not have"],
  [/,\s*[}\]]/, "a comma stands before a closing bracket"],
  [/[{,]\s*'/, "it has single quotes"],
  [/[{,]\s*[A-Za-z_]\w*\s*:/, "a key has no quotes"],
  [/[\u0000-\u001f]/, "a text holds a line break or another control character that is not escaped"],
];

const whatIsWrong = (text: string) =>
  FAULTS.find(([fault]) => fault.test(text))?.[1] ?? "a comma, quote or bracket is missing";

/** Whether an object of a valid document has the same key twice: a parser keeps the last without a word. */
function hasTwice(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  for (const [token, key] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (key !== undefined) {
      const keys = open.at(-1);
      const name = JSON.parse(key) as string;
      if (keys?.has(name)) return true;
      keys?.add(name);
    }
  }
  return false;
}
