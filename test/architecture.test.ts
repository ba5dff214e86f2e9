import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));
const page = readFileSync(new URL("../docs/architecture.md", import.meta.url), "utf8");

interface Room {
  imports: Set<string>;
  types: Set<string>;
  packages: Set<string>;
}

const words = (cell: string) =>
  cell
    .split(",")
    .map((word) => word.trim().replaceAll("`", ""))
    .filter((word) => word && word !== "–");

/** The rooms as docs/architecture.md draws them. */
const rooms = new Map<string, Room>(
  [...page.matchAll(/^\| *`([^`]+)` *\|[^|\n]*\|([^|\n]*)\|([^|\n]*)\|$/gm)].map(
    ([, name, imports, packages]) => [
      name!,
      {
        imports: new Set(words(imports!).filter((word) => !word.startsWith("type "))),
        types: new Set(words(imports!).map((word) => word.replace(/^type /, ""))),
        packages: new Set(words(packages!)),
      },
    ],
  ),
);

/** The longest name that a path lies under. */
function roomOf(path: string): string | undefined {
  const name = relative(src, path).replace(/\.ts$/, "");
  return [...rooms.keys()]
    .filter((room) => name === room || name.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(src, name));

interface Import {
  file: string;
  from: string;
  type: boolean;
}

/** Static, re-exported and dynamic imports; `import type` and braces with nothing but types count as types. */
function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found = [...text.matchAll(/^(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s+"([^"]+)"/gm)].map(
    ([, type, what, from]) => {
      const names = what!
        .replace(/[{}\s]+/g, " ")
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean);
      return {
        file,
        from: from!,
        type: Boolean(type) || (what!.startsWith("{") && names.every((name) => name.startsWith("type "))),
      };
    },
  );
  const dynamic = [...text.matchAll(/import\("([^"]+)"\)/g)].map(([, from]) => ({
    file,
    from: from!,
    type: false,
  }));
  return [...found, ...dynamic];
}

const imports = files.flatMap(importsOf);

test("every file stands in a room of the table", () => {
  expect(files.filter((file) => !roomOf(file)).map((file) => relative(src, file))).toEqual([]);
  expect(rooms.size).toBeGreaterThan(10);
});

describe("a room imports only what the table allows", () => {
  test.each([...rooms.keys()])("%s", (name) => {
    const room = rooms.get(name)!;
    const wrong = imports
      .filter(({ file, from }) => roomOf(file) === name && from.startsWith("."))
      .map((one) => ({ ...one, to: roomOf(resolve(dirname(one.file), one.from.replace(/\.js$/, ".ts"))) }))
      .filter(({ to, type }) => to !== name && !room.imports.has(to!) && !(type && room.types.has(to!)))
      .map(({ file, from }) => `${relative(src, file)} imports ${from}`);
    expect(wrong).toEqual([]);
  });
});

test("a package is imported only by the room that owns it", () => {
  const wrong = imports
    .filter(({ from }) => !from.startsWith(".") && !from.startsWith("node:"))
    .filter(({ file, from }) => !rooms.get(roomOf(file)!)!.packages.has(from))
    .map(({ file, from }) => `${relative(src, file)} imports ${from}`);
  expect(wrong).toEqual([]);
});

test("the core does no I/O and asks neither clock nor dice", () => {
  for (const file of files.filter((path) => roomOf(path) === "core")) {
    const text = readFileSync(file, "utf8");
    expect(text, file).not.toMatch(/Date\.now|Math\.random|new Date\(\)|from "node:/);
    for (const name of builtinModules) expect(text).not.toContain(`from "${name}"`);
  }
});

test("only config and the composition root read the environment", () => {
  const readers = files
    .filter((file) => /process\.env/.test(readFileSync(file, "utf8")))
    .map((file) => relative(src, file));
  expect(readers.sort()).toEqual(["compose.ts", "config.ts"]);
});

test("a verb never sees the terminal: it prints nothing and reads no standard input", () => {
  for (const file of files.filter((path) => roomOf(path) === "verbs"))
    expect(readFileSync(file, "utf8"), file).not.toMatch(/\bTerminal\b|console\.|process\.std/);
});

test("what commands and verbs export is imported by somebody", () => {
  const texts = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
  const unused = files
    .filter((file) => ["commands", "verbs"].includes(roomOf(file)!))
    .flatMap((file) => {
      const names = texts.get(file)!.matchAll(/^export (?:async )?(?:const|function|interface|type) (\w+)/gm);
      return [...names].map(([, name]) => ({ file, name: name! }));
    })
    .filter(
      ({ file, name }) =>
        ![...texts].some(([other, text]) => other !== file && new RegExp(`\\b${name}\\b`).test(text)),
    )
    .map(({ file, name }) => `${relative(src, file)}: ${name}`);
  expect(unused).toEqual([]);
});

test("only cli knows exit codes", () => {
  const knowing = files
    .filter((file) =>
      /exitCode|process\.exit\b|(?<!\.)\b(?:75|129|130|143)\b(?! tokens)/.test(readFileSync(file, "utf8")),
    )
    .map((file) => relative(src, file));
  expect(knowing).toEqual(["cli.ts"]);
});

test("no file has grown out of hand", () => {
  for (const file of files) expect(readFileSync(file, "utf8").split("\n").length, file).toBeLessThan(420);
});
