import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../src/core/json.js";
import { parametersFrom } from "../src/generation/parameters.js";
import { world } from "./support/world.js";

const SCHEMA: JsonObject = {
  type: "object",
  properties: {
    type: { type: "string", minLength: 2 },
    level: { enum: ["easy", "hard"] },
    count: { type: "integer", minimum: 1, default: 2 },
    washable: { type: "boolean" },
    colours: { type: "array", items: { type: "string" } },
    sizes: { type: "array", items: { type: "number" } },
    yarn: { type: "object" },
    note: { type: ["integer", "null"] },
  },
  required: ["type", "level"],
  additionalProperties: false,
};

const ajv = new Ajv2020({ strict: false });
const check = ajv.compile(SCHEMA);
const validate = async (_: JsonObject, value: unknown) => {
  check(value);
  return (check.errors ?? []).map(({ instancePath, message }) => ({
    at: instancePath,
    problem: message ?? "",
  }));
};

const from = (given: Parameters<typeof parametersFrom>[1]) =>
  parametersFrom({ parameters: SCHEMA }, given, validate);
const fromRows = (name: string, text: string | Uint8Array, ...set: string[]) =>
  from({ rows: world().file(name, text), set });

describe("texts become what the schema asks for", () => {
  test.each([
    ["count=7", { count: 7 }],
    ["washable=TRUE", { washable: true }],
    ["colours=red, blue", { colours: ["red", "blue"] }],
    ['colours=["red, dark"]', { colours: ["red, dark"] }],
    ["sizes=1,2.5", { sizes: [1, 2.5] }],
    ['yarn={"weight": 4}', { yarn: { weight: 4 } }],
    ["note=null", { note: null }],
    ["note=-3", { note: -3 }],
  ])("%s", async (text, values) => {
    expect(await from({ set: ["type=a=b", "level=easy", text] })).toEqual([
      { row: null, parameters: { type: "a=b", level: "easy", count: 2, ...values } },
    ]);
  });

  test.each([
    ["count=0x10", "count: must be integer"],
    ["count=", "count: must be integer"],
    ["washable=yes", "washable: must be boolean"],
    ["sizes=1,b", "sizes.1: must be number"],
    ["yarn=[1]", "yarn: must be object"],
  ])("%s does not fit, and the field is named", async (text, said) => {
    expect(await from({ set: ["type=hat", "level=easy", text] })).toEqual([{ row: null, problems: [said] }]);
  });
});

describe("single values", () => {
  test("come before those of a file", async () => {
    const params = world().file("p.json", '{"type": "hat", "level": "easy"}');
    const [one] = await from({ params, set: ["level=hard"] });
    expect(one).toMatchObject({ parameters: { type: "hat", level: "hard" } });
  });

  test("of a file are named by it", async () => {
    const params = world().file("p.json", '{"type": 1, "levle": "easy"}');
    expect(await from({ params })).toEqual([
      {
        row: null,
        problems: ["p.json: level: is missing", 'p.json: "levle" is not a parameter; did you mean level?'],
      },
    ]);
  });

  test.each([
    ["levle=easy", '"levle" is not a parameter; did you mean level?'],
    ["easy", "is not a name and a value"],
    ["__proto__=x", "is not a parameter"],
  ])("--set %s is refused", async (text, said) => {
    await expect(from({ set: [text] })).rejects.toThrow(said);
  });
});

describe("rows of a table", () => {
  test("are counted as a spreadsheet does, and empty cells are not given", async () => {
    const rows = await fromRows(
      "items.csv",
      '\ufefftype,level,count\r\n"big; ""hat""",easy,\r\n\r\nscarf,hard,3\r\n',
    );
    expect(rows).toEqual([
      { row: 2, parameters: { type: 'big; "hat"', level: "easy", count: 2 } },
      { row: 4, parameters: { type: "scarf", level: "hard", count: 3 } },
    ]);
  });

  test("that are wrong name file, row and field, and the others stand", async () => {
    const text = "type,level\nhat,easy\nhat,hrad\n,easy\nhat,easy,more\ncap,hard\n";
    expect(await fromRows("items.csv", text)).toEqual([
      { row: 2, parameters: { type: "hat", level: "easy", count: 2 } },
      { row: 3, problems: ["items.csv row 3: level: must be equal to one of the allowed values"] },
      { row: 4, problems: ["items.csv row 4: type: is missing"] },
      { row: 5, problems: ["items.csv row 5: has 3 cells under 2 columns"] },
      { row: 6, parameters: { type: "cap", level: "hard", count: 2 } },
    ]);
  });

  test.each([
    ["type\nhat\n", "items.csv row 1: the template requires level, and there is no such column"],
    ["type,levle\nhat,easy\n", 'items.csv: column 2: "levle" is not a parameter; did you mean level?'],
    ["type,level,type\nhat,easy,cap\n", 'items.csv: column 3: "type" is named twice'],
    ["", "items.csv: there is no header: every line is blank"],
    ["type,level\n", "items.csv has no rows"],
    ['type,level\n"hat,easy\n', "items.csv: line 2: a quote opens a cell and is never closed"],
  ])("%o is refused whole", async (text, said) => {
    await expect(fromRows("items.csv", text)).rejects.toThrow(said);
  });

  test("a column may be missing whose value is set for all rows", async () => {
    expect(await fromRows("items.csv", "type\nhat\n", "level=hard")).toMatchObject([
      { parameters: { type: "hat", level: "hard" } },
    ]);
  });

  test("a file of another kind is refused with those that can be read", async () => {
    await expect(fromRows("items.xlsx", "x")).rejects.toThrow(".csv, .tsv, .jsonl");
  });

  test("ten thousand of them are read in a moment", async () => {
    const text = `type,level,count\n${"hat,easy,4\n".repeat(10_000)}`;
    const begun = performance.now();
    const rows = await fromRows("items.csv", text);
    expect(rows).toHaveLength(10_000);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

test("lines of JSONL are rows, and a broken one leaves the others", async () => {
  const text =
    '{"type": "hat", "level": "easy"}\n\n{"type": \n[1]\n{"type": "cap", "level": "hard", "colour": 1}\n';
  expect(await fromRows("items.jsonl", text)).toEqual([
    { row: 1, parameters: { type: "hat", level: "easy", count: 2 } },
    { row: 3, problems: [expect.stringMatching(/^items\.jsonl row 3: is not JSON/)] },
    { row: 4, problems: ["items.jsonl row 4: must be an object in braces"] },
    {
      row: 5,
      problems: ['items.jsonl row 5: "colour" is not a parameter; did you mean colours?'],
    },
  ]);
});
