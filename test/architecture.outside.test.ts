import { describe, expect, test } from "vitest";
import { drawn, only, roomsWithVerbs } from "./support/architecture/made-up.js";
import {
  environmentReaders,
  exitCodeKnowers,
  impureCore,
  printingVerbs,
  streamWriters,
} from "./support/architecture/outside.js";
import { tokensOf } from "./support/architecture/tokens.js";

describe("the core does no I/O and asks neither clock nor dice", () => {
  test.each([
    ['import { readFileSync } from "node:fs";', "node:fs"],
    ['import "fs";', "fs"],
    ['await import("fs/promises");', "fs/promises"],
    ["const { pid } = process;", "process"],
    ["const id = crypto.randomUUID();", "crypto"],
    ["await fetch(address);", "fetch"],
    ["const now = performance.now();", "performance"],
    ["const now = Date.now();", "Date.now"],
    ["const { now } = Date;", "Date.now"],
    ["const now = new Date();", "Date"],
    ["const now = `${new Date}`;", "Date"],
    ["const now = Date();", "Date"],
    ["const dice = Math.random();", "Math.random"],
    ['const dice = Math["random"]();', "Math.random"],
    ["setTimeout(() => {}, 1);", "setTimeout"],
    ["setInterval(() => {}, 1);", "setInterval"],
    ["const all = globalThis;", "globalThis"],
  ])("%s is found", (text, what) => {
    expect(impureCore(only(text), drawn)).toEqual([`core/one.ts uses ${what}`]);
  });

  test.each([
    "const day = new Date(time).getTime() + Date.UTC(2026, 0) + Date.parse(text);",
    "const most = Math.max(1, Math.floor(2));",
    "// process.env, Date.now() and new Date()",
    'const text = "fetch(crypto)" + `setTimeout ${1} Math.random()`;',
    "const pattern = /process.env|Date.now()/;",
    "const step = plan.process(line).fetch();",
    "const plan = { process: 1, crypto: 2 };",
  ])("%s is pure", (text) => {
    expect(impureCore(only(text), drawn)).toEqual([]);
  });

  test("other rooms may ask", () =>
    expect(impureCore(only("Date.now();", "jobs/one.ts"), drawn)).toEqual([]));
});

describe("only the composition root reads the environment", () => {
  test.each([
    "const home = process.env.HOME;",
    "const home = process?.env.HOME;",
    'const home = process["env"].HOME;',
    'const home = process?.["env"].HOME;',
    "const home = `${process.env.HOME}`;",
    "const home = globalThis.process.env.HOME;",
    "const { env } = process;",
    "const { pid, env: { HOME } } = process;",
    "const { env: { HOME } = {}, pid } = globalThis.process;",
    "const { pid, ...rest } = process;",
    "const all = process;",
    'import { env } from "node:process";',
    'import { env as outside } from "process";',
    'import outside from "node:process"; outside.env.HOME;',
    'import * as outside from "node:process"; const { env } = outside;',
    'const outside = await import("node:process");',
    'export { env } from "node:process";',
  ])("%s is found", (text) => {
    expect(environmentReaders(only(text))).toHaveLength(1);
    expect(environmentReaders(only(text, "compose.ts"))).toEqual([]);
  });

  test.each([
    "const { pid } = process; process.on(signal, stop);",
    "const { pid, ppid: parent } = process, env = 1;",
    'import { pid } from "node:process";',
    'import host from "node:process"; host.pid;',
    "// process.env",
    'const text = "process.env" + `process.env`;',
    "const home = outside.env.HOME; job.process.env;",
  ])("%s does not read it", (text) => {
    expect(environmentReaders(only(text))).toEqual([]);
  });
});

describe("nobody writes to the standard streams but the composition root", () => {
  test.each([
    "process.stdout.write(text);",
    'process["stderr"].write(text);',
    "const { stdout } = process;",
    "const { stdout: { isTTY } } = process;",
    'import { stdout } from "node:process";',
    "console.log(text);",
    "console?.error(text);",
    "const { log } = console;",
    'import { log } from "node:console";',
  ])("%s is found", (text) => {
    expect(streamWriters(only(text))).toHaveLength(1);
    expect(streamWriters(only(text, "compose.ts"))).toEqual([]);
  });

  test.each([
    "const { stdout } = spawn(command); stdout.on(event, read);",
    "context.console.log(text);",
    "// console.log(process.stdout)",
    'const text = "console.log()";',
  ])("%s does not write", (text) => {
    expect(streamWriters(only(text))).toEqual([]);
  });
});

test("a source is read without its comments, strings as strings and patterns as patterns", () => {
  const read = (text: string) => tokensOf(text).join(" ");
  expect(read("a /* b */ = `c ${d + `e`} f ${{ g: 1 }.g}` // h")).toBe('a = ${ d + "e" ${ { g : 1 } . g `');
  expect(read("a / b / c; /[/'\"]/g.test('d\\'')")).toBe('a / b / c ; // . test ( "d\\\'" )');
});

describe("only cli knows exit codes", () => {
  test.each(["return 75;", "process.exit(1);", "process.exitCode = 2;", "const { exit } = process;"])(
    "%s is found",
    (text) => {
      expect(exitCodeKnowers(only(text))).not.toEqual([]);
      expect(exitCodeKnowers(only(text, "cli.ts"))).toEqual([]);
    },
  );

  test.each(["const price = 0.75;", "// exit 75", 'const text = "exit 130";'])("%s is none", (text) => {
    expect(exitCodeKnowers(only(text))).toEqual([]);
  });
});

test("a verb that takes a terminal is found, and a command that does is not", () => {
  const text = "export const show = (context: Terminal) => context;";
  expect(printingVerbs(only(text, "verbs/show.ts"), roomsWithVerbs)).toEqual(["verbs/show.ts uses Terminal"]);
  expect(printingVerbs(only(text, "commands/show.ts"), roomsWithVerbs)).toEqual([]);
});
