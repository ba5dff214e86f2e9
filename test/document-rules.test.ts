import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DECLARED } from "../src/core/document-rules/declared.js";
import { judgeDocument, ruleProblems } from "../src/core/document-rules/index.js";
import type { Json, JsonObject } from "../src/core/json.js";
import type { Rule } from "../src/core/template.js";

const TEXT = { type: "string" };
const NUMBER = { type: "number" };
const ROW = { type: "object", properties: { number: NUMBER, says: TEXT, stitches: NUMBER } };
const OUTPUT: JsonObject = {
  type: "object",
  properties: {
    title: TEXT,
    level: TEXT,
    note: TEXT,
    total: NUMBER,
    steps: { type: "array", items: TEXT },
    rows: { type: "array", items: { $ref: "#/$defs/row" } },
  },
  required: ["title"],
  $defs: { row: ROW },
};
const PARAMETERS: JsonObject = { type: "object", properties: { level: TEXT, transcript: TEXT } };

interface Given {
  rules?: readonly Rule[];
  parameters?: JsonObject;
  output?: JsonObject | "markdown";
  language?: string;
}
const judged = (document: Json, given: Given = {}) =>
  judgeDocument({ output: OUTPUT, rules: [], parameters: {}, language: null, ...given, document }).map(
    ({ rule, at, gravity }) => `${gravity} ${rule}${at && ` ${at}`}`,
  );
const markdown = (text: string, given: Given = {}) => judged(text, { output: "markdown", ...given });

describe("for every template", () => {
  test.each([
    ["Lorem ipsum dolor.", "hard placeholder /title"],
    ["TODO: write", "hard placeholder /title"],
    ["[…]", "hard placeholder /title"],
    ["[insert the title]", "hard placeholder /title"],
    ["A hat at level {level}", "hard placeholder /title"],
    ["As an AI, I can't feel yarn", "hard meta-talk /title"],
    ["Here is the pattern you asked for: hat", "hard meta-talk /title"],
    ["A hat. I hope this helps!", "hard meta-talk /title"],
    ["Je ne peux pas répondre à cette demande", "hard meta-talk /title"],
    [" ", "hard empty /title"],
    ["n/a", "hard empty /title"],
    ["<b>Hat</b>", "soft markup /title"],
    ["**Hat**", "soft markup /title"],
    [`${"round and ".repeat(8)}on.`, "hard loop /title"],
    ["A warm hat that is worked in rounds, and", "soft cut-off /title"],
  ])("the title %j is found wrong", (title, found) => {
    expect(judged({ title }, { parameters: { level: "easy" } })).toEqual([found]);
  });

  test.each([
    "Esto es TODO lo que hay",
    "As an AI researcher, she travels",
    "She can't help laughing",
    "Of course, you may",
    "I'm sorry, I can't come on Monday",
    'The clerk said: "I can\'t help you with that."',
    "Ana: I can't help you with that.",
    "Size XXXL",
  ])("the title %j is right", (title) => {
    expect(judged({ title })).toEqual([]);
  });

  test("what a transcript says may be quoted", () => {
    const transcript = "Well, I can't help you with that. Write TODO: milk.";
    const quotes = { title: "I can't help you with that.", note: "Write TODO: milk." };
    expect(judged(quotes, { parameters: { transcript } })).toEqual([]);
    expect(judged(quotes)).toEqual(["hard placeholder /note", "hard meta-talk /title"]);
  });

  test("a text that is not required may be empty", () => {
    expect(judged({ title: "Hat", note: "" })).toEqual([]);
  });

  test("a long item stands once in its list", () => {
    const step = "Weave in all the ends with a needle.";
    expect(judged({ title: "Hat", steps: [step, "Wash.", step] })).toEqual(["soft doubled /steps"]);
  });

  test("numbers in front of items, in fields and in lines run from one", () => {
    expect(judged({ title: "Hat", steps: ["1. Cut.", "3. Sew."] })).toEqual(["hard numbering /steps"]);
    expect(judged({ title: "Hat", rows: [1, 2, 2].map((number) => ({ number })) })).toEqual([
      "hard numbering /rows",
    ]);
    expect(markdown("1. Cut.\n2. Sew.\n4. Wash.")).toEqual(["hard numbering"]);
    expect(markdown("Rows 1-3: chain.\nRow 4: turn.\n\nRow 1: again.\nRow 2: end.")).toEqual([]);
    expect(markdown("10:30 bread\n11:15 cheese\n12:00 soup\n\nSize 38: s\nSize 40: m\nSize 42: l")).toEqual(
      [],
    );
  });

  test("a text that ends unlike the others was cut off", () => {
    const steps = ["Cut the cloth along the line.", "Sew both of the sides.", "Turn the whole bag inside ou"];
    expect(judged({ title: "Bag", steps })).toEqual(["soft cut-off /steps/2"]);
  });

  test("the text is in the language that was asked for", () => {
    const text = "これは冬のための暖かい帽子です。".repeat(6);
    expect(markdown(text.slice(0, 90), { language: "en" })).toContain("soft language");
  });
});

/** A rule, a document it finds wrong, and one it does not. */
const TRIED: Record<string, [Rule, Json, Json][]> = {
  length: [
    [{ rule: "length", at: "/title", of: "words", least: 2 }, { title: "Hat" }, { title: "Red hat" }],
    [{ rule: "length", at: "/title", of: "characters", most: 3 }, { title: "Hats" }, { title: "Hat" }],
    [{ rule: "length", at: "/steps", of: "items", least: 1 }, { steps: [] }, { steps: ["Cut"] }],
  ],
  "equals-parameter": [
    [{ rule: "equals-parameter", at: "/level", parameter: "level" }, { level: "hard" }, { level: "EASY" }],
  ],
  sum: [
    [
      { rule: "sum", at: "/total", of: "/rows/*/stitches" },
      { total: 5, rows: [{ stitches: 2 }, { stitches: 2 }] },
      { total: 4, rows: [{ stitches: 2 }, { stitches: 2 }] },
    ],
    [
      { rule: "sum", at: "/total", of: "/rows", by: "stitches" },
      { total: 5, rows: [{ stitches: 2 }] },
      { total: 2, rows: [{ stitches: 2 }] },
    ],
  ],
  numbered: [[{ rule: "numbered", at: "/steps" }, { steps: ["1. a", "b"] }, { steps: ["1. a", "2. b"] }]],
  unique: [
    [
      { rule: "unique", at: "/rows", by: "says" },
      { rows: [{ says: "Turn." }, { says: "turn" }] },
      { rows: [{ says: "Turn." }, { says: "End." }] },
    ],
  ],
  language: [
    [
      { rule: "language", at: "/note", language: "en" },
      { note: "冬のための暖かい帽子を編みます。".repeat(7).slice(0, 95) },
      {
        note: "A hat for the winter that is warm, and quick to make for all of your friends and for the whole family.",
      },
    ],
  ],
  "one-of": [[{ rule: "one-of", at: "/level", values: ["cm", "in"] }, { level: "yd" }, { level: "CM" }]],
  contains: [
    [{ rule: "contains", at: "/title", text: "hat" }, { title: "What is that" }, { title: "A\nhat" }],
    [{ rule: "contains", parameter: "level" }, { title: "A hat" }, { title: "An easy hat" }],
  ],
};

describe("by what a template declares", () => {
  test("every rule is tried", () => {
    expect(Object.keys(TRIED)).toEqual(Object.keys(DECLARED));
  });

  test.each(Object.values(TRIED).flat())("%j", (rule, wrong, right) => {
    const by = (document: Json, gravity?: "soft") =>
      judged(document, {
        rules: [{ ...rule, ...(gravity && { gravity }) }],
        parameters: { level: "easy" },
      }).filter((found) => found.includes(` ${rule.rule}`));
    expect(by(right)).toEqual([]);
    expect(by(wrong)).toEqual([`hard ${rule.rule}${rule.at ? ` ${rule.at}` : ""}`]);
    expect(by(wrong, "soft")[0]).toMatch(/^soft/);
    expect(ruleProblems([rule], OUTPUT, PARAMETERS)).toEqual([]);
  });

  test("Markdown holds the headings that are wanted", () => {
    const rules = [{ rule: "contains", text: "## Rows" }];
    expect(markdown("# Hat\n\n## Rows\n\nChain.", { rules })).toEqual([]);
    expect(markdown("# Hat\n\nThe rows.", { rules })).toEqual(["hard contains"]);
  });
});

test.each<[JsonObject & { rule: string }, string]>([
  [{ rule: "lenght", at: "/title" }, 'there is no rule "lenght": did you mean length?'],
  [{ rule: "constructor" }, 'there is no rule "constructor"; known:'],
  [{ rule: "sum", at: "/total" }, 'sum needs "of"'],
  [{ rule: "unique", at: "/rows", bye: "says" }, 'unique has no field "bye": did you mean by?'],
  [{ rule: "length", at: "/title", of: "words" }, 'length needs "least" or "most"'],
  [{ rule: "length", at: "/title", of: "pages", least: 1 }, '"of" must be characters, words or items'],
  [{ rule: "length", at: "/title", of: "words", least: 9, most: 2 }, '"least" is more than "most"'],
  [{ rule: "length", at: "/title", of: "words", least: "9" }, '"least" must be a whole number'],
  [{ rule: "unique", at: "/rows", gravity: "fatal" }, '"gravity" must be hard or soft'],
  [{ rule: "numbered", at: "rows" }, '"rows" is not a JSON pointer'],
  [{ rule: "numbered", at: "/rwos" }, '"/rwos" leads nowhere'],
  [{ rule: "unique", at: "/rows", by: "sais" }, '"/rows/*/sais" leads nowhere'],
  [{ rule: "sum", at: "/total", of: "/rows/*/stitch" }, '"/rows/*/stitch" leads nowhere'],
  [{ rule: "contains" }, 'contains needs "text" or "parameter"'],
  [{ rule: "contains", parameter: "levle" }, 'there is no parameter "levle": did you mean level?'],
  [{ rule: "one-of", at: "/level", values: "cm" }, '"values" must be a list of values'],
])("a template with the rule %j is refused", (rule, problem) => {
  const [found] = ruleProblems([rule], OUTPUT, PARAMETERS);
  expect(found).toMatchObject({ at: "/0", problem: expect.stringContaining(problem) });
});

test("the rules of a text have no pointers", () => {
  expect(ruleProblems([{ rule: "length", of: "words", least: 9 }], "markdown", {})).toEqual([]);
  expect(ruleProblems([{ rule: "contains", at: "/a", text: "b" }], "markdown", {})).toHaveLength(1);
});

test.each(Object.keys(DECLARED))("docs/document-checks.md documents the rule %s", (name) => {
  const page = readFileSync(new URL("../docs/document-checks.md", import.meta.url), "utf8");
  expect(page).toContain(`| \`${name}\` |`);
});

test.each([
  "\n",
  " ",
  "1. ",
  "[insert ",
  "here is the ",
  "I can't ",
  '"',
  "a: ",
  "<p",
  "**a",
  "abc ",
  "A: b\n",
  "«",
  "as an ai ",
])("a document of any content is judged in time that is in proportion to its size: %j", (piece) => {
  const text = `x${piece.repeat(400_000 / piece.length)}x`;
  expect(
    judged({ title: text, steps: [text] }, { language: "en", parameters: { transcript: text } }),
  ).toBeDefined();
  expect(markdown(text)).toBeDefined();
});
