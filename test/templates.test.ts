import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, parametersKey, promptOf, type Template } from "../src/core/template.js";
import { templateProblems } from "../src/generation/check-template.js";
import { readTemplate, shippedPlaces } from "../src/generation/template-folder.js";
import { world } from "./support/world.js";

const SHIPPED = fileURLToPath(new URL("../templates/", import.meta.url));

const template = (changes: Partial<Template> = {}): Template => ({
  name: "hat",
  parameters: {
    type: "object",
    properties: {
      size: { type: "string", maxLength: 10 },
      rows: { type: "integer", default: 3 },
      yarn: { type: "string", maxLength: 20 },
      story: { type: "string" },
    },
    required: ["size", "story"],
  },
  output: "text",
  rules: [],
  endpoints: [],
  limits: {},
  system: "A hat of size {size}.",
  user: "Write it.",
  ...changes,
});

describe("what a model is sent", () => {
  const systemOf = (system: string, parameters: Record<string, string | number>) =>
    promptOf(template({ system }), parameters)[0]!.content;

  test("names are replaced, doubled braces are one, and JSON stands as it is", () => {
    const system = 'Size {size}, {rows} rows, {{size}}. Such as {"a": {"b": {}}} or { size }.';
    expect(systemOf(system, { size: "M", rows: 3 })).toBe(
      'Size M, 3 rows, {size}. Such as {"a": {"b": {}}} or { size }.',
    );
  });

  test.each(["{rows}", "{{rows}}", "$&", "$1", "&lt;", "\\u0041", "constructor"])(
    "a value is put in as it is: %s",
    (size) => {
      expect(systemOf("Size {size}.", { size, rows: 3 })).toBe(`Size ${size}.`);
    },
  );

  test("parameters end the user's message as one JSON object, and nothing of them stands elsewhere", () => {
    fc.assert(
      fc.property(fc.string(), (story) => {
        const [system, user] = promptOf(template(), { size: "M", story });
        expect(system!.content).toBe("A hat of size M.");
        const at = user!.content.indexOf("{");
        expect(user!.content.slice(0, at)).toBe("Write it.\n\n");
        expect(JSON.parse(user!.content.slice(at))).toEqual({ size: "M", story });
      }),
    );
  });
});

test("the same parameters have the same key, and the same template the same text, in any order", () => {
  expect(parametersKey(template(), { a: 1, b: { c: 2, d: [3] } })).toBe(
    parametersKey(template(), { b: { d: [3], c: 2 }, a: 1 }),
  );
  expect(parametersKey(template(), { a: 1 })).not.toBe(parametersKey(template(), { a: "1" }));
  expect(parametersKey(template(), { a: 1 })).not.toBe(parametersKey(template({ name: "cap" }), { a: 1 }));
  const turned = Object.fromEntries(Object.entries(template()).reverse()) as unknown as Template;
  expect(canonical(turned)).toBe(canonical(template()));
  expect(canonical(template({ user: "Other." }))).not.toBe(canonical(template()));
});

describe("a name in a template's text is refused", () => {
  test.each([
    ["{sise}", "system.txt: {sise} is not a parameter; did you mean {size}?"],
    ["{zzz}", "{zzz} is not a parameter; for the text itself write {{zzz}}"],
    ["{yarn}", "{yarn} may be missing; require the parameter, or give it a default"],
    ["{story}", "{story} may be a long text"],
    ["{ size }", "{ size } is not replaced; write {size}"],
    ["{constructor}", "{constructor} is not a parameter"],
  ])("%s", (system, said) => {
    expect(templateProblems(template({ system }), {})).toEqual([expect.stringContaining(said)]);
    expect(templateProblems(template({ user: system }), {})).toEqual([expect.stringContaining("user.txt")]);
  });

  test("and those that can be given are not", () => {
    const text = '{size} {rows} {{zzz}} {"a": {}} { other }';
    expect(templateProblems(template({ system: text, user: text }), {})).toEqual([]);
  });
});

/** A home with a template `hat` that is like the crochet one but for these files. */
function withHat(files: Record<string, string>) {
  const here = world();
  const folder = join(here.home, "templates", "hat");
  mkdirSync(folder, { recursive: true });
  cpSync(join(SHIPPED, "crochet"), folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { here, folder };
}

describe("template check names the file and the field", () => {
  const json = (fields: object) => ({
    "template.json": JSON.stringify({
      parameters: { type: "object", properties: {} },
      output: "text",
      ...fields,
    }),
    "system.txt": "Write.",
  });

  test.each([
    [{ "template.json": "{" }, "hat/template.json: is not JSON"],
    [{ "template.json": "[]" }, "hat/template.json: must be an object"],
    [{ "template.json": '{"output": "text"}' }, "hat/template.json: parameters: is missing"],
    [{ "system.txt": " \n" }, "hat/system.txt is empty"],
    [{ "user.txt": "x".repeat(300_000) }, "hat/user.txt is larger than 256 KB"],
    [json({ outputs: "text" }), "hat/template.json: outputs: is not a known field; did you mean output?"],
    [json({ output: "html" }), 'hat/template.json: output: must be a JSON Schema, "markdown" or "text"'],
    [json({ rules: [{ rule: 1 }] }), "hat/template.json: rules[0].rule: must be"],
    [json({ rules: [{ rule: "sum", at: "x" }] }), "hat/template.json: rules[0].at: must be a JSON pointer"],
    [json({ rules: [{ rule: "sum", gravity: "x" }] }), "hat/template.json: rules[0].gravity: must be"],
    [json({ endpoints: ["openai", "claude"] }), 'endpoints[1]: "claude" is not a provider of documents'],
    [json({ endpoints: ["pseudo"] }), 'endpoints[0]: "pseudo" is not a provider of documents'],
    [json({ endpoints: ["openai:"] }), "endpoints[0]: must be a provider, or provider:model"],
    [json({ limits: { timeOut: "5m" } }), "limits.timeOut: is not a known field; did you mean timeout?"],
    [json({ limits: { timeout: 5 } }), "limits.timeout: must be a duration"],
    [json({ limits: { output: 0 } }), "limits.output: must be a number of tokens"],
    [json({ record: { keys: { a: "b" } } }), "record: needs an output that is a JSON Schema"],
    [json({ parameters: { type: "string" } }), 'template.json: parameters: must be of "type": "object"'],
    [
      json({ parameters: { type: "object", properties: { "a b": {} } } }),
      "parameters.properties.a b: the name",
    ],
  ])("%o", async (files: Record<string, string>, said) => {
    const { here } = withHat(files);
    const { code, out, err } = await here.cli("template", "check", "hat");
    expect(out + err).toContain(said);
    expect(code).toBe(2);
  });

  test("a folder in the place of a file, and a file that is not text", async () => {
    const { here, folder } = withHat({});
    rmSync(join(folder, "system.txt"));
    mkdirSync(join(folder, "system.txt"));
    const said = async () => (await here.cli("template", "check", "hat")).out;
    expect(await said()).toContain("hat/system.txt: this is a folder, not a file");
    rmSync(join(folder, "system.txt"), { recursive: true });
    expect(await said()).toContain("hat/system.txt is missing");
    writeFileSync(join(folder, "system.txt"), Buffer.from([0x61, 0xff, 0x62]));
    expect(await said()).toContain("hat/system.txt: the bytes are not utf-8");
  });

  test("a record whose key is not of its list", async () => {
    const output = { type: "object", properties: { a: { items: { properties: { b: {} } } }, c: {} } };
    const check = async (keys: object) =>
      (await withHat(json({ output, record: { keys } })).here.cli("template", "check", "hat")).out;
    expect(await check({ a: "x" })).toContain('record.keys.a: "x" is not a property');
    expect(await check({ c: "x" })).toContain("record.keys.c: is not a list of the output");
    expect(await check({ a: "b" })).toContain("can be used");
  });

  test("a template that is whole can be used, by name and by path", async () => {
    const { here, folder } = withHat({});
    expect(await here.cli("template", "check", "hat")).toMatchObject({ code: 0, out: "✓ hat can be used\n" });
    expect((await here.cli("template", "check", folder)).code).toBe(0);
  });

  test("one that is not there is named with its like", async () => {
    const { code, err } = await world().cli("template", "check", "crotchet");
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/no template "crotchet"[\s\S]*did you mean crochet\?/),
    ]);
  });
});

describe("the templates of a home", () => {
  test("are listed before those that ship, and take their place", async () => {
    const { here } = withHat({});
    expect((await here.cli("template", "new", "crochet")).code).toBe(0);
    const { data } = await here.json("template", "list");
    const places = data.templates.map(({ name, from }: { name: string; from: string }) => `${name} ${from}`);
    expect(places).toEqual(["client shipped", "crochet home", "hat home", "lesson shipped"]);
  });

  test("one that can't be read is listed with the reason", async () => {
    const { code, out, err } = await withHat({ "template.json": "{" }).here.cli("template", "list");
    expect([code, out, err]).toEqual([
      0,
      expect.stringMatching(/^hat +can't be read/m),
      expect.stringContaining("hat/template.json: is not JSON"),
    ]);
  });

  test("new copies a shipped one, and overwrites nothing", async () => {
    const here = world();
    expect((await here.cli("template", "new", "talk", "--like", "lesson")).code).toBe(0);
    const copy = join(here.home, "templates", "talk", "system.txt");
    expect(readFileSync(copy, "utf8")).toBe(readFileSync(join(SHIPPED, "lesson", "system.txt"), "utf8"));
    writeFileSync(copy, "Mine.");
    expect((await here.cli("template", "new", "talk")).code).toBe(2);
    expect(readFileSync(copy, "utf8")).toBe("Mine.");
  });

  test.each(["../hat", "a b", "", "-x", "x".repeat(65)])("new refuses the name %o", async (name) => {
    const here = world();
    expect((await here.cli("template", "new", "--", name)).code).toBe(2);
    expect(existsSync(join(here.home, "templates"))).toBe(false);
  });
});

describe.each(shippedPlaces())("the shipped template $name", (place) => {
  test("has nothing wrong with it, and schemas that a strict validator takes", async () => {
    const read = await readTemplate(place);
    expect(templateProblems(read, {})).toEqual([]);
    const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { email: true } });
    ajv.compile(read.parameters);
    ajv.compile(read.output as object);
  });
});

test("three templates ship", () => {
  expect(shippedPlaces().map(({ name }) => name)).toEqual(["client", "crochet", "lesson"]);
});
