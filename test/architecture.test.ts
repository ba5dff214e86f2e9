import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Source } from "./support/architecture/modules.js";
import {
  environmentReaders,
  exitCodeKnowers,
  impureCore,
  printingVerbs,
  streamWriters,
} from "./support/architecture/outside.js";
import {
  filesOutsideRooms,
  forbiddenImports,
  foreignPackages,
  roomsOf,
} from "./support/architecture/rooms.js";
import { importCircles, longFiles, unusedExports } from "./support/architecture/shape.js";

// That each of these rules finds what breaks it is proved beside: architecture.rooms, .outside and .shape.

const rooms = roomsOf(readFileSync(new URL("../docs/architecture.md", import.meta.url), "utf8"));

/** The files of a folder of the project, by their paths from src. */
function filesOf(folder: string, before: string): Source[] {
  const root = fileURLToPath(new URL(`../${folder}`, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => ({ path: before + name, text: readFileSync(join(root, name), "utf8") }));
}

const src = filesOf("src", "");
const tests = filesOf("test", "../test/");

test("the page draws more than ten rooms, and src has more files than that", () => {
  expect(rooms.size).toBeGreaterThan(10);
  expect(src.length).toBeGreaterThan(rooms.size);
});

test("every file stands in a room of the table", () => {
  expect(filesOutsideRooms(src, rooms)).toEqual([]);
});

test("a room imports only what the table allows", () => {
  expect(forbiddenImports(src, rooms)).toEqual([]);
});

test("a package is imported only by the room that owns it", () => {
  expect(foreignPackages(src, rooms)).toEqual([]);
});

test("the core does no I/O and asks neither clock nor dice", () => {
  expect(impureCore(src, rooms)).toEqual([]);
});

test("only the composition root reads the environment", () => {
  expect(environmentReaders(src)).toEqual([]);
});

test("nobody writes to the standard streams but the composition root", () => {
  expect(streamWriters(src)).toEqual([]);
});

test("only cli knows exit codes", () => {
  expect(exitCodeKnowers(src)).toEqual([]);
});

test("a verb never sees the terminal", () => {
  expect(printingVerbs(src, rooms)).toEqual([]);
});

test("no files import each other in a circle", () => {
  expect(importCircles(src)).toEqual([]);
});

test("no file has grown out of hand", () => {
  expect(longFiles(src)).toEqual([]);
});

test("every name that src exports is imported somewhere in src or test", () => {
  expect(unusedExports(src, tests)).toEqual([]);
});
