import type { Identify } from "../checks.js";
import type { Json, JsonObject } from "../json.js";
import type { Rule, Template } from "../template.js";

export type Gravity = "hard" | "soft";

/** Something in a document that is wrong, or odd. */
export interface Finding {
  rule: string;
  /** A JSON pointer; empty for the whole. */
  at: string;
  /** A hard one fails the reply, a soft one marks the document. */
  gravity: Gravity;
  /** What is wrong, without quoting the document. */
  says: string;
}

/** A document, and what it is judged by. */
export interface Judged {
  /** A string for Markdown and text. */
  document: Json;
  output: Template["output"];
  rules: readonly Rule[];
  parameters: JsonObject;
  /** The language that was asked for; null where none was. */
  language: string | null;
  identify?: Identify;
}
