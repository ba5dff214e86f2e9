import { describe, expect, test } from "vitest";
import { only } from "./support/architecture/made-up.js";
import { importCircles, longFiles, MOST_LINES, unusedExports } from "./support/architecture/shape.js";

describe("no files import each other in a circle", () => {
  const files = (texts: Record<string, string>) =>
    Object.entries(texts).map(([path, text]) => ({ path: `${path}.ts`, text }));

  test.each([
    ["itself", { a: 'import "./a.js";' }, ["a.ts → a.ts"]],
    ["two", { b: 'import "./a.js";', a: 'import "./b.js";' }, ["a.ts → b.ts → a.ts"]],
    [
      "types",
      { a: 'import type { B } from "./b.js";', b: 'export type * from "./a.js";' },
      ["a.ts → b.ts → a.ts"],
    ],
    [
      "three, one of them when needed",
      { c: 'await import("./a.js");', "d/b": 'import "../c.js";', a: 'import "./d/b.js";' },
      ["a.ts → d/b.ts → c.ts → a.ts"],
    ],
    [
      "two circles through one file",
      { a: 'import "./b.js"; import "./c.js";', b: 'import "./a.js";', c: 'import "./a.js";' },
      ["a.ts → b.ts → a.ts", "a.ts → c.ts → a.ts"],
    ],
  ])("a circle of %s is found once", (_, texts, circles) => {
    expect(importCircles(files(texts as Record<string, string>))).toEqual(circles);
  });

  test("two ways to one file are no circle", () => {
    const ways = { a: 'import "./b.js"; import "./c.js";', b: 'import "./c.js";', c: '// import "./a.js"' };
    expect(importCircles(files(ways))).toEqual([]);
  });
});

describe("no file has grown out of hand", () => {
  test("one line too many is found", () => {
    expect(longFiles(only("line\n".repeat(MOST_LINES + 1)))).toEqual(["core/one.ts has 251 lines"]);
    expect(longFiles(only("line\n".repeat(MOST_LINES)))).toEqual([]);
  });
});

describe("every name that src exports is imported somewhere", () => {
  const unused = (text: string, other = "") =>
    unusedExports(only(text), [{ path: "../test/one.test.ts", text: other }]).map(
      (one) => /exports (\w+), which nobody imports/.exec(one)?.[1],
    );

  test.each([
    ["export function a() {}", "a"],
    ["export async function a() {}", "a"],
    ["export function* a() {}", "a"],
    ["export const a = 1;", "a"],
    ["export abstract class A {}", "A"],
    ["export interface A {}", "A"],
    ["export type A = 1;", "A"],
    ["export default 1;", "default"],
    ["const b = 1; export { b as a };", "a"],
    ["interface A {} export type { A };", "A"],
  ])("%s, which is not, is found", (text, name) => {
    expect(unused(text)).toEqual([name]);
    expect(
      unused(text, '// import { a, A } from "../src/core/one.js"; import one from "../src/core/one.js";'),
    ).toEqual([name]);
  });

  test.each([
    ['import { a } from "../src/core/one.js";', "b"],
    ['import { a as b } from "../src/core/one.js";', "b"],
    ['import * as one from "../src/core/one.js"; one.a();', "b"],
    ['const [{ a }] = await Promise.all([import("../src/core/one.js")]);', "b"],
  ])("%s imports one of two", (other, rest) => {
    expect(unused("export const a = 1; export const b = 2;", other)).toEqual([rest]);
  });

  test("a name may be passed on by another file", () => {
    const passing = { path: "core/two.ts", text: 'export * from "./one.js";' };
    const reader = { path: "../test/one.test.ts", text: 'import { a } from "../src/core/two.js";' };
    expect(unusedExports([...only("export const a = 1;"), passing], [reader])).toEqual([]);
    expect(unusedExports([...only("export const a = 1;"), passing], [])).toHaveLength(1);
  });
});
