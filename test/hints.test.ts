import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../src/commands/index.js";
import { hintsIn, unmarkedCommands } from "./support/architecture/hints.js";
import { CASES } from "./support/hinting-states.js";
import { goOut } from "./support/ways-out.js";

const root = fileURLToPath(new URL("../src", import.meta.url));
const src = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

/** What a command says that found nothing to do. */
const IDLE =
  /^(?:\S+: )?nothing |^(?:paused|installed) already|^no (?:errors|projects)|^none of|^there is no/m;

describe("a way out that a message names works in the state that names it", () => {
  test.each(CASES)("$way, when $when", async ({ way, state }) => {
    const { here, said, values, gone } = await state();
    const { code, out, err } = await goOut(here, way.slice(way.indexOf(": ") + 2), said, values);
    if (gone !== undefined) return expect(out + err).not.toContain(gone);
    expect(code, out + err).toBe(0);
    expect(out).not.toMatch(IDLE);
  });
});

/** Examples of help texts, which stand for any file. */
const EXAMPLES = [
  "cli.ts names transcron add talk.srt --to fr,es   and, in crontab, each minute:   transcron tick",
];

test("a command in a message is marked as one, so that it is found", () => {
  expect(unmarkedCommands(src, Object.keys(COMMANDS))).toEqual(EXAMPLES);
});

test("each way out that a message names is gone by a test", () => {
  const left = hintsIn(src);
  for (const { way } of CASES) if (left.includes(way)) left.splice(left.indexOf(way), 1);
  expect(left).toEqual([]);
  expect(CASES.filter(({ way }) => !hintsIn(src).includes(way))).toEqual([]);
});
