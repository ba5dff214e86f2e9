import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../src/commands/index.js";
import { envFile } from "../src/config/env-file.js";
import { SETTINGS } from "../src/config/settings.js";
import { CHECKS } from "../src/core/checks.js";
import { SKIPS } from "../src/core/skips.js";
import { FORMATS } from "../src/formats/index.js";
import { openDatabase } from "../src/store/sqlite/open.js";
import { wordsOf } from "./support/ways-out.js";
import { world } from "./support/world.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const text = (name: string) => readFileSync(join(root, name), "utf8");
const readme = text("README.md");

describe("the README", () => {
  const table = readme.slice(readme.indexOf("## Commands"), readme.indexOf("## Configuration"));

  test.each(Object.keys(COMMANDS))("documents %s", (name) => {
    expect(table).toMatch(new RegExp(`^\\|[^|]*\`${name}[ \`]`, "m"));
  });

  test.each(Object.keys(SETTINGS))("documents %s", (name) => {
    expect(readme).toContain(`| \`${name}\` |`);
  });

  test.each(FORMATS.map(({ name }) => name))("documents the format %s", (name) => {
    expect(readme).toContain(`| \`${name}\` |`);
  });

  test("names only commands that exist", () => {
    const named = [...readme.matchAll(/`(?:transcron )([a-z-]+)/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in COMMANDS))).toEqual([]);
  });

  test("names only files that exist", () => {
    const paths = [...readme.matchAll(/`((?:src|scripts|contrib|sql|docs|bench)\/[\w./-]*)`/g)].map(
      (match) => match[1]!,
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

test.each(Object.entries(CHECKS))(
  "docs/checks.md tells of the mark %s as the program does",
  (code, { gravity, penalty }) => {
    expect(text("docs/checks.md")).toMatch(
      new RegExp(`^\\| \`${code}\` +\\| ${gravity} +\\| .+ \\| ${penalty} +\\|$`, "m"),
    );
  },
);

test.each(Object.entries(SKIPS))(
  "docs/folders.md tells of the reason %s as the program does",
  (reason, { many }) => {
    expect(text("docs/folders.md")).toContain(`| \`${reason}\` | ${many} | `);
  },
);

test.each(Object.keys(COMMANDS))("%s has a help with an example", async (name) => {
  const { code, out } = await world().cli(name, "--help");
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`Example:\\n {2}\\$ transcron ${name}`));
});

test.each([
  ["show abc --segments", ["show", "abc", "--segments"]],
  ["sql 'select id, status from t'", ["sql", "select id, status from t"]],
  [`sql "select 'x'" --write`, ["sql", "select 'x'", "--write"]],
  ["add 'it'\\''s on.srt' a\\ b.srt", ["add", "it's on.srt", "a b.srt"]],
])("an example is split as a shell does: %s", (line, words) => {
  expect(wordsOf(line)).toEqual(words);
});

test.each(Object.keys(COMMANDS))(
  "each example in the help of %s is a command line that it takes",
  async (name) => {
    const { out } = await world().cli(name, "--help");
    const examples = [...out.matchAll(/^ {2}\$ transcron ([^<>\n]+)/gm)].map(([, line]) => wordsOf(line!));
    for (const [, ...words] of examples) {
      const ran: string[] = [];
      const build = await COMMANDS[name]!();
      const command = build(() => async () => void ran.push(name), COMMANDS).exitOverride();
      const own = words.filter((word) => word !== "--json"); // stands before or behind any command
      await command.parseAsync(own, { from: "user" });
      expect(ran).toEqual([name]);
    }
    expect(examples.length).toBeGreaterThan(0);
  },
);

test("crontab.example and contrib call only commands that exist", () => {
  const files = ["crontab.example", ...readdirSync(join(root, "contrib")).map((name) => `contrib/${name}`)];
  for (const file of files) {
    const lines = text(file)
      .split("\n")
      .filter((line) => !/^\s*[#;]/.test(line));
    for (const [, name] of lines.join("\n").matchAll(/\btranscron (?:--\w+ )*([a-z-]+)/g)) {
      expect(Object.keys(COMMANDS), `${file}: ${name}`).toContain(name);
    }
  }
});

test("each job of crontab.example has five fields of time and a command", () => {
  const jobs = text("crontab.example")
    .split("\n")
    .filter((line) => line && !line.startsWith("#") && !/^\w+=/.test(line));
  expect(jobs.length).toBeGreaterThanOrEqual(4);
  for (const job of jobs) expect(job).toMatch(/^(?:[\d*/,-]+ ){5}transcron /);
});

test("sql/monitoring.sql runs on the schema as it is", () => {
  const db = openDatabase(":memory:");
  db.exec(text("sql/monitoring.sql"));
  db.close();
});

test(".env.example is what init writes", () => {
  expect(text(".env.example")).toBe(envFile({}));
});
