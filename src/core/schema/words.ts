import type { Json } from "../json.js";

const counted = (count: Json, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Limits in words. All others can't be left to a description. */
const WORDS: Readonly<Record<string, (value: Json) => string>> = {
  minLength: (least) => `at least ${counted(least, "character")}`,
  maxLength: (most) => `at most ${counted(most, "character")}`,
  pattern: (pattern) => `matches the regular expression ${pattern}`,
  format: (format) => `in the format ${format}`,
  minimum: (least) => `${least} or more`,
  maximum: (most) => `${most} or less`,
  exclusiveMinimum: (limit) => `more than ${limit}`,
  exclusiveMaximum: (limit) => `less than ${limit}`,
  multipleOf: (factor) => `a multiple of ${factor}`,
  minItems: (least) => `at least ${counted(least, "item")}`,
  maxItems: (most) => `at most ${counted(most, "item")}`,
  uniqueItems: (unique) => (unique ? "no item twice" : ""),
  minProperties: (least) => `at least ${counted(least, "value")} given`,
  maxProperties: (most) => `at most ${counted(most, "value")} given`,
};

/** What a limit asks for, for a model to read; empty if it asks for nothing, undefined if it is no limit. */
export const wordsFor = (keyword: string, value: Json): string | undefined => WORDS[keyword]?.(value);
