import { describe, expect, test } from "vitest";
import { drawn, only } from "./support/architecture/made-up.js";
import { filesOutsideRooms, forbiddenImports, foreignPackages } from "./support/architecture/rooms.js";

describe("every file stands in a room of the table", () => {
  test.each(["attic/one.ts", "corex.ts", "one.ts"])("%s, which does not, is found", (path) => {
    expect(filesOutsideRooms(only("", path), drawn)).toEqual([`${path} stands in no room`]);
  });

  test.each(["core.ts", "core/one.ts", "store/sqlite/one.ts"])("%s is in one", (path) => {
    expect(filesOutsideRooms(only("", path), drawn)).toEqual([]);
  });
});

describe("a room imports only what the table allows", () => {
  test.each([
    ["for a name", 'import { a } from "../store/a.js";'],
    ["over several lines", 'import {\n  a,\n  b as c,\n} from "../store/a.js";'],
    ["for a default and names", 'import a, { type b } from "../store/a.js";'],
    ["as a whole", 'import * as a from "../store/a.js";'],
    ["for its effect", 'import "../store/a.js";'],
    ["for types beside its effect", 'import { type A } from "../store/a.js";'],
    ["to pass a name on", 'export { a } from "../store/a.js";'],
    ["to pass all on", 'export * from "../store/a.js";'],
    ["when it is needed", 'const { a } = await import("../store/a.js");'],
    ["in a template", "const { a } = await import(`../store/a.js`);"],
    ["within a template", 'const a = `${(await import("../store/a.js")).a}`;'],
    ["for a name that is called type", 'import type from "../store/a.js";'],
    ["after a comment", '/* a */ import { a /* b */ } from "../store/a.js"; // c'],
    ["after a pattern with a quote", 'const a = /["/]/; export { a } from "../store/a.js";'],
  ])("an import %s is found", (_, text) => {
    expect(forbiddenImports(only(text, "jobs/one.ts"), drawn)).toEqual(["jobs/one.ts imports ../store/a.js"]);
  });

  test.each([
    ["a type where types are allowed", 'import type { A } from "../store/a.js";'],
    ["types passed on", 'export type * from "../store/a.js"; export type { A } from "../store/a.js";'],
    ["a type taken from a whole file", 'let a: typeof import("../store/a.js");'],
    ["a neighbour", 'import "./two.js";'],
    ["a room that is allowed", 'import { a } from "../core/a.js";'],
    ["a comment", '// import "../store/a.js"\n/* import "../store/a.js"; */'],
    ["a string", "const a = 'import \"../store/a.js\"';"],
    ["a template", 'const a = `${1} import "../store/a.js"; ${2}`;'],
    ["a key", 'const a = { import: 1, export: { from: "../store/a.js" } }; a.import("../store/a.js");'],
  ])("%s is none of it", (_, text) => {
    expect(forbiddenImports(only(text, "jobs/one.ts"), drawn)).toEqual([]);
  });

  test.each([
    ["core/one.ts", "../store/a.js"],
    ["store/one.ts", "./sqlite/a.js"],
    ["jobs/one.ts", "../nowhere/a.js"],
    ["jobs/one.ts", "../../package.json"],
  ])("a type of another room is found too: %s, %s", (path, from) => {
    expect(forbiddenImports(only(`import type { A } from "${from}";`, path), drawn)).toHaveLength(1);
  });
});

describe("a package is imported only by the room that owns it", () => {
  test.each([
    ["core/one.ts", 'import Database from "better-sqlite3";'],
    ["store/one.ts", 'import type Database from "better-sqlite3";'],
    ["jobs/one.ts", 'import "better-sqlite3";'],
    ["jobs/one.ts", 'await import("better-sqlite3/lib/database.js");'],
    ["jobs/one.ts", 'import { a } from "@scope/other";'],
    ["jobs/one.ts", "await import(`better-${a}`);"],
  ])("in %s %s is found", (path, text) => {
    expect(foreignPackages(only(text, path), drawn)).toHaveLength(1);
  });

  test.each([
    ["store/sqlite/one.ts", 'import Database from "better-sqlite3/lib/database.js";'],
    ["jobs/one.ts", 'import "@scope/cron/part";'],
    ["jobs/one.ts", 'import { a } from "node:fs"; import { b } from "fs/promises"; import "./two.js";'],
    ["jobs/one.ts", '// import "better-sqlite3"'],
  ])("in %s %s is allowed", (path, text) => {
    expect(foreignPackages(only(text, path), drawn)).toEqual([]);
  });
});
