import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDocument } from "../src/core/reply-json.js";

const DOCUMENT = { title: "A hat", rows: [{ number: 1, text: "Say: {hello} [you]" }] };
const JSON_TEXT = JSON.stringify(DOCUMENT);

describe("a document is read", () => {
  test.each<[string, string]>([
    ["alone", JSON_TEXT],
    ["spread over lines", JSON.stringify(DOCUMENT, null, 2)],
    ["after a byte order mark", `\uFEFF${JSON_TEXT}`],
    ["in a code fence", `\`\`\`json\n${JSON_TEXT}\n\`\`\``],
    ["in a fence without an end", `\`\`\`json\n${JSON_TEXT}`],
    ["in a fence between words", `Here it is:\n\n\`\`\`\n${JSON_TEXT}\n\`\`\`\n\nEnjoy!`],
    ["after words with brackets", `As asked in [1] for {name} [the document]: ${JSON_TEXT}`],
    ["before words with brackets", `${JSON_TEXT}\nNote [2]: {size} is as it was asked.`],
    ["after thinking", `<think>Maybe {"a": 1}?</think>\n${JSON_TEXT}`],
    ["after thinking whose beginning is missing", `Maybe {"a": 1}?</think>\n${JSON_TEXT}`],
  ])("%s", (_, reply) => {
    expect(readDocument(reply)).toEqual({ document: DOCUMENT });
  });

  test.each<[string, unknown]>([
    ["a list of objects", [{ a: 1 }, { b: 2 }]],
    ["an empty object", {}],
    ["marks of thinking and fences in a text", { a: "<think>x</think>", b: "```json\n{}\n```" }],
    ["JSON in a text of the document", { a: '{"b": "c"}' }],
    ["whole characters of two units", { a: "\u{1F600}", "\u{1F600}": "\u{10FFFF}" }],
    ["equal keys in different objects", { a: { a: 1 }, b: [{ a: 1 }, { a: 2 }] }],
    ["numbers at their limits", { a: 9007199254740991, b: -0.5, c: 1.5e300, d: 0, e: 0.1 }],
    ["what looks like a fault in a text", { a: "// it's, ] NaN, {x: 1,}" }],
  ])("with %s", (_, document) => {
    const reply = JSON.stringify(document);
    expect(readDocument(reply)).toEqual({ document });
    expect(readDocument(`Please:\n\`\`\`json\n${reply}\n\`\`\``)).toEqual({ document });
  });

  test("as a parser reads it, and the key __proto__ as any other", () => {
    const read = readDocument('{"__proto__": {"a": 1}}');
    expect(JSON.stringify(read)).toBe('{"document":{"__proto__":{"a":1}}}');
  });

  test("whatever it is, alone and between words", () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(objects, (object) => {
        const reply = JSON.stringify(object);
        const found = readDocument(reply);
        if ("problem" in found) expect(found.problem).toMatch(/number|half a character/);
        else expect(JSON.stringify(found.document)).toBe(reply);
        expect(readDocument(`Yes.\n\`\`\`json\n${reply}\n\`\`\`\nThat is all.`)).toEqual(found);
      }),
    );
  });
});

const NO_JSON = "the document is not JSON: ";
const CHANGED = "the document can't be read as it is written: ";
const BROKE_OFF = "the reply broke off inside the document";
const TWO = "the reply holds two documents";
const NONE = "the reply holds no JSON document";

describe("a broken reply is refused, and why is said", () => {
  test.each<[string, string, string]>([
    ["nothing", "", "the reply is empty"],
    ["blanks and a byte order mark", " \uFEFF\n ", "the reply is empty"],
    ["thinking alone", "<think>Well.</think>", "the reply is empty"],
    ["thinking without an end", '<think>Maybe {"a": 1}', "the reply broke off before the document"],
    ["prose", "I can't help with that.", NONE],
    ["prose with brackets", "Use {name} and [the list].", NONE],
    ["a number", "42", NONE],
    ["null", "null", NONE],
    ["an object cut off in a text", '{"a": "b", "c": "d', BROKE_OFF],
    ["an object cut off in a fence", '```json\n{"a": [1, 2', BROKE_OFF],
    ["a list cut off between objects", '[{"a": 1}, {"b": 2}', BROKE_OFF],
    ["two objects", '{"a": 1}\n{"a": 2}', TWO],
    ["an object twice", '{"a": 1}\n{"a": 1}', TWO],
    ["two objects in fences", '```\n{"a": 1}\n```\nor\n```\n{"a": 2}\n```', TWO],
    ["an object and one cut off", '{"a": 1} {"a": ', TWO],
    ["a key twice", '{"a": 1, "b": {"c": 1, "c": 2}}', `${CHANGED}it has the same key twice in one object`],
    [
      "a key twice, once escaped",
      '{"a": 1, "\\u0061": 2}',
      `${CHANGED}it has the same key twice in one object`,
    ],
    ["NaN", '{"a": NaN}', `${NO_JSON}it holds a value that JSON does not have`],
    ["a negative infinity", '{"a": [1, -Infinity]}', `${NO_JSON}it holds a value that JSON does not have`],
    ["Python's words", '{"a": None, "b": True}', `${NO_JSON}it holds a value that JSON does not have`],
    ["single quotes", "{'a': 'b'}", `${NO_JSON}it has single quotes`],
    ["single quotes around a quote", "{'a': 'say \"b'}", `${NO_JSON}it has single quotes`],
    ["a comment at the end of a line", '{"a": 1 // one\n}', `${NO_JSON}it holds a comment`],
    ["a comment in a list", '{"a": [/* none */]}', `${NO_JSON}it holds a comment`],
    ["a comma at the end", '{"a": [1, 2], }', `${NO_JSON}a comma stands before a closing bracket`],
    ["a comma at the end of a list", '[{"a": 1},]', `${NO_JSON}a comma stands before a closing bracket`],
    ["keys without quotes", "{a: 1}", `${NO_JSON}a key has no quotes`],
    ["dots for the rest", '{"a": [1, 2, ...]}', `${NO_JSON}it has dots in place of content`],
    ["a line break in a text", '{"a": "b\nc"}', `${NO_JSON}a text holds a line break`],
    ["an escape that is none", '{"a": "C:\\windows"}', `${NO_JSON}a text holds a backslash`],
    ["a quote that is not escaped", '{"a": "say "b" now"}', `${NO_JSON}a comma, quote or bracket is missing`],
    ["a comma that is missing", '{\n"a": 1\n"b": 2\n}', `${NO_JSON}a comma, quote or bracket is missing`],
    ["brackets that cross", '{"a": [1, 2}', `${NO_JSON}a closing bracket is of the wrong kind`],
    ["half a character", '{"a": "\\ud83d"}', `${CHANGED}it holds half a character`],
    ["half a character in a key", '{"\\ude00": 1}', `${CHANGED}it holds half a character`],
    ["half a character as it is", '{"a": "\ud83d!"}', `${CHANGED}it holds half a character`],
    ["a number beyond all", '{"a": 1e999}', `${CHANGED}it holds a number that is too large`],
    ["a number next to nothing", '{"a": 1e-999}', `${CHANGED}it holds a number that is too large`],
    [
      "a number with too many digits",
      '{"a": 12345678901234567890}',
      `${CHANGED}it holds a number that is too large`,
    ],
    ["a document in a JSON text", JSON.stringify('{"a": 1}'), "the document is inside a JSON text"],
    ["lists 20,000 deep", "[".repeat(20_000) + "]".repeat(20_000), "the document nests more than 500 levels"],
    [
      "objects 20,000 deep",
      `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
      "the document nests more than 500",
    ],
  ])("%s", (_, reply, problem) => {
    const read = readDocument(reply);
    expect(read).toEqual({ problem: expect.any(String) });
    expect((read as { problem: string }).problem.startsWith(problem), JSON.stringify(read)).toBe(true);
  });

  test("one that was cut off anywhere is never taken for whole", () => {
    for (let end = 1; end < JSON_TEXT.length; end++)
      expect(readDocument(JSON_TEXT.slice(0, end)), JSON_TEXT.slice(0, end)).toHaveProperty("problem");
  });

  test("any text is read or refused in time", () => {
    const alphabet = [..."{}[]\":,\\'`/ \n", "1", "a", "true", "<think>", "</think>", "```json"];
    const texts = fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }).map((all) => all.join(""));
    fc.assert(
      fc.property(texts, (text) => {
        expect(Object.keys(readDocument(text))).toHaveLength(1);
      }),
    );
    expect(readDocument('[the "list" {"'.repeat(20_000))).toHaveProperty("problem");
  }, 5000);
});
