import type { Json } from "./json.js";
import { jsonFault, jsonLoss } from "./json-faults.js";

/** Deeper than any document, and less than what a parser's stack takes. */
const DEEPEST = 500;

type Read = { document: Json } | { problem: string };

/**
 * The JSON document in a model's reply: alone, in a code fence, or with thinking and words around it. An object counts
 * before lists, which also stand in prose, as in "[1]". What is in the document is never corrected: a reply that is not
 * one whole document in valid JSON, or that a parser would change, is a problem, as a plain phrase.
 */
export function readDocument(reply: string): Read {
  const whole = reply.trim(); // a byte order mark counts as a blank
  if (whole === "") return { problem: "the reply is empty" };
  const text = afterThinking(whole);
  if (text === undefined) return { problem: "the reply broke off before the document" };
  if (text === "") return { problem: "the reply is empty" };
  if (isTextOfJson(text)) return { problem: "the document is inside a JSON text, with its quotes escaped" };
  const parts = partsOf(text);
  const objects = parts.filter((part) => part.text.startsWith("{"));
  const [first, second] = objects.length ? objects : parts;
  if (!first) return { problem: "the reply holds no JSON document" };
  if (second) return { problem: "the reply holds two documents" };
  return documentOf(first);
}

/**
 * What follows a model's thinking; undefined where that does not end. Nothing is cut out of a document that has the
 * marks of thinking in its texts. Some servers swallow the mark at the beginning.
 */
function afterThinking(text: string): string | undefined {
  if (/^[{["`]/.test(text)) return text;
  const end = text.indexOf("</think>");
  const begin = text.search(BEGINNING);
  if (text.startsWith("<think>")) return end < 0 ? undefined : text.slice(end + "</think>".length).trim();
  const isBefore = end >= 0 && (begin < 0 || !isInside(text, begin, end));
  return isBefore ? text.slice(end + "</think>".length).trim() : text;
}

function isInside(text: string, begin: number, at: number): boolean {
  const { end } = partAt(text, begin);
  return begin < at && at < end;
}

function isTextOfJson(text: string): boolean {
  const bare = text.replace(/^```\w*\s*/, "").replace(/\s*```$/, "");
  if (!/^"\s*[{[]/.test(bare)) return false;
  try {
    return typeof JSON.parse(bare) === "string";
  } catch {
    return false;
  }
}

/** What begins an object or a list, also a broken one, unlike a bracket in prose such as `{name}` or `[the document]`. */
const BEGINNING =
  /\{(?=\s*(?:["'}{[]|\/[/*]|\w+\s*:))|\[(?=\s*(?:["'{[\]\d-]|\/[/*]|(?:true|false|null|NaN)\b))/;

interface Part {
  text: string;
  end: number;
  /** Why it ends where it does, if no bracket closes it. */
  problem?: string;
}

/** The parts of a text that look like JSON, none inside another. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  const beginning = new RegExp(BEGINNING, "g");
  for (let found = beginning.exec(text); found; found = beginning.exec(text)) {
    const part = partAt(text, found.index);
    parts.push(part);
    beginning.lastIndex = part.end;
  }
  return parts;
}

const CLOSES: Readonly<Record<string, string>> = { "{": "}", "[": "]" };

/** From a bracket to the one that closes it. Safe for any depth. */
function partAt(text: string, begin: number): Part {
  const waiting: string[] = [];
  const rest = (problem: string) => ({ text: text.slice(begin), end: text.length, problem });
  let inText = false;
  for (let at = begin; at < text.length; at++) {
    const sign = text[at]!;
    if (inText) {
      if (sign === "\\") at++;
      else if (sign === '"') inText = false;
    } else if (sign === '"') inText = true;
    else if (CLOSES[sign]) {
      if (waiting.push(CLOSES[sign]) > DEEPEST)
        return rest(`the document nests more than ${DEEPEST} levels deep`);
    } else if (sign === "}" || sign === "]") {
      if (waiting.pop() !== sign)
        return rest("the document is not JSON: a closing bracket is of the wrong kind");
      if (waiting.length === 0) return { text: text.slice(begin, at + 1), end: at + 1 };
    }
  }
  return rest("the reply broke off inside the document");
}

function documentOf({ text, problem }: Part): Read {
  if (/^[{[]\s*'/.test(text)) return { problem: `the document is not JSON: ${jsonFault(text)}` };
  if (problem) return { problem };
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    return { problem: `the document is not JSON: ${jsonFault(text)}` };
  }
  const loss = jsonLoss(text);
  return loss ? { problem: `the document can't be read as it is written: ${loss}` } : { document };
}
