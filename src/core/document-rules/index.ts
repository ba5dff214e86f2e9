import type { Identify } from "../checks.js";
import type { Json, JsonObject } from "../json.js";
import { formatPointer, isObject } from "../json-pointer.js";
import type { Rule, Template } from "../template.js";

/** Something in a document that is wrong, or odd. */
interface Finding {
  rule: string;
  /** A JSON pointer; empty for the whole. */
  at: string;
  gravity: "hard" | "soft";
  /** What is wrong, without quoting the document. */
  says: string;
}

/** A document, and what it is judged by. */
interface Judged {
  /** A string for Markdown and text. */
  document: Json;
  output: Template["output"];
  rules: readonly Rule[];
  parameters: JsonObject;
  /** The language that was asked for; null where none was. */
  language: string | null;
  identify?: Identify;
}

const PLACEHOLDER = /\blorem ipsum\b|\bTODO\b|\bTBD\b|\bXXX+\b|\[(?:…|\.\.\.|insert\b[^\]]*|your [^\]]*)\]/i;

/** All that is wrong with a document's content. */
export const judgeDocument = ({ document }: Judged): Finding[] =>
  textsOf(document).flatMap(({ at, text }): Finding[] =>
    PLACEHOLDER.test(text)
      ? [{ rule: "placeholder", at, gravity: "hard", says: "it holds a placeholder instead of a text" }]
      : [],
  );

function textsOf(value: Json, way: readonly (string | number)[] = []): { at: string; text: string }[] {
  if (typeof value === "string") return [{ at: formatPointer(way), text: value }];
  if (Array.isArray(value)) return value.flatMap((inner, at) => textsOf(inner, [...way, at]));
  if (isObject(value))
    return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, [...way, name]));
  return [];
}
