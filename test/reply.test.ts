import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linesObject, linesSchema, systemPrompt } from "../src/core/prompt.js";
import { parseReply } from "../src/core/reply.js";

const read = (content: string, count = 2) => {
  const { lines, problems } = parseReply(content, count);
  return { lines: Object.fromEntries(lines), problems: problems.length };
};

describe("a reply is read by its keys", () => {
  test.each([
    ["as asked", '{"1": "un", "2": "deux"}', { 1: "un", 2: "deux" }, 0],
    ["in any order", '{"2": "deux", "1": "un"}', { 1: "un", 2: "deux" }, 0],
    ["in a code fence", '```json\n{"1": "un", "2": "deux"}\n```', { 1: "un", 2: "deux" }, 0],
    ["after thinking aloud", '<think>{"1": "no"}</think>{"1": "un", "2": "deux"}', { 1: "un", 2: "deux" }, 0],
    ["in an envelope", '{"translations": {"1": "un", "2": "deux"}}', { 1: "un", 2: "deux" }, 0],
    ["with a brace in a string", '{"1": "{un", "2": "de}ux"}', { 1: "{un", 2: "de}ux" }, 0],
    ["after a word", 'Sure, {"1": "un", "2": "deux"}', { 1: "un", 2: "deux" }, 0],
    ["after braces in prose", 'Sure, {…}, or {so}: {"1": "un", "2": "deux"}', { 1: "un", 2: "deux" }, 0],
    ["after a brace that never closes", 'Here { you go: {"1": "un", "2": "deux"}', { 1: "un", 2: "deux" }, 0],
    [
      "after an object without lines",
      '{"language": "fr"} {"1": "un", "2": "deux"}',
      { 1: "un", 2: "deux" },
      0,
    ],
    ["after an object that never closes", '{"a": {"1": "un", "2": "deux"}', { 1: "un", 2: "deux" }, 0],
    ["before prose with braces", '{"1": "un", "2": "deux"} {"1": "one"} }', { 1: "un", 2: "deux" }, 0],
    ["after a draft of some lines", '{"1": "one"} {"1": "un", "2": "deux"}', { 1: "un", 2: "deux" }, 0],
    ["said twice", '{"1": "un", "2": "deux"} So: {"1": "un", "2": "deux"}', { 1: "un", 2: "deux" }, 0],
    ["as a draft and otherwise", '{"1": "un", "2": "dois"} {"1": "un", "2": "deux"}', { 1: "un" }, 1],
    ["with commas that nothing follows", '{"1": "un,]", "2": "deux,}",\n}', { 1: "un,]", 2: "deux,}" }, 0],
    ["in a fence with prose and such a comma", 'So {x}:\n```json\n{"1": "un",\n}\n```', { 1: "un" }, 0],
    ["in thinking that never ends", '<think>{so} {"1": "un", "2": "deux"}', {}, 1],
    [
      "after thinking that never began",
      'So {"1": "no"}</think>{"1": "un", "2": "deux"}',
      { 1: "un", 2: "deux" },
      0,
    ],
    ["before thinking", '{"1": "un", "2": "deux"}<think>Good.</think>', { 1: "un", 2: "deux" }, 0],
    ["with a line missing", '{"2": "deux"}', { 2: "deux" }, 0],
    ["with keys nobody asked for", '{"1": "un", "2": "deux", "3": "trois"}', { 1: "un", 2: "deux" }, 1],
    ["with a number for a text", '{"1": 7, "2": "deux"}', { 1: "7", 2: "deux" }, 0],
    ["with null for a text", '{"1": null, "2": "deux"}', { 2: "deux" }, 0],
    ["with a numbering that starts again", '{"1": "un", "2": "deux", "1": "trois"}', {}, 1],
    ["as a list, whose order proves nothing", '["un", "deux"]', {}, 1],
    ["cut off", '{"1": "un", "2": "de', { 1: "un" }, 1],
    ["cut off in a key", '{"1": "un \\"ici\\"", "2', { 1: 'un "ici"' }, 1],
    ["blank", "   ", {}, 1],
    ["as prose", "Here are your translations!", {}, 1],
  ])("%s", (_, content, lines, problems) => {
    expect(read(content)).toEqual({ lines, problems });
  });

  test("whatever comes back, only lines that were asked for are taken, and nothing throws", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (content, count) => {
        for (const line of parseReply(content, count).lines.keys()) expect(line).toBeLessThanOrEqual(count);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (content) => {
        parseReply(content, 3);
      }),
    );
  });

  test("lines that are sent and come back are the same lines", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme", maxLength: 40 }), { minLength: 1, maxLength: 30 }),
        (lines) => {
          const { lines: back, problems } = parseReply(linesObject(lines), lines.length);
          expect(problems).toEqual([]);
          expect([...back.values()]).toEqual(lines);
        },
      ),
    );
  });
});

test("the schema asks for every line by its number and allows nothing else", () => {
  expect(linesSchema(2)).toEqual({
    name: "lines_2",
    strict: true,
    schema: {
      type: "object",
      properties: { 1: { type: "string" }, 2: { type: "string" } },
      required: ["1", "2"],
      additionalProperties: false,
    },
  });
});

test("the system prompt names the languages in English and stays near 150 tokens", () => {
  const prompt = systemPrompt("en", "pt-BR");
  expect(prompt).toContain("from English into Brazilian Portuguese");
  // About 4.3 characters a token in English.
  expect(prompt.length / 4.3).toBeLessThan(150);
});
