import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../src/commands/index.js";
import { hintsIn, unmarkedCommands } from "./support/architecture/hints.js";
import { only } from "./support/architecture/made-up.js";
import { DOCUMENT_CASES } from "./support/hinting-documents.js";
import { FOLDER_CASES } from "./support/hinting-folders.js";
import { KEY_CASES } from "./support/hinting-keys.js";
import { NAME_CASES } from "./support/hinting-names.js";
import { RECORD_CASES } from "./support/hinting-records.js";
import { SPEECH_CASES } from "./support/hinting-speech.js";
import { CASES as STATES } from "./support/hinting-states.js";
import { goOut } from "./support/ways-out.js";

const root = fileURLToPath(new URL("../src", import.meta.url));
const src = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

const CASES = [
  ...STATES,
  ...KEY_CASES,
  ...FOLDER_CASES,
  ...NAME_CASES,
  ...RECORD_CASES,
  ...SPEECH_CASES,
  ...DOCUMENT_CASES,
];

/** What a command says that found nothing to do. */
const IDLE =
  /^(?:\S+: )?nothing |^(?:paused|installed) already|^no (?:errors|projects)|^none of|^there is no/m;

describe("a way out that a message names works in the state that names it", () => {
  test.for(CASES)("$way, when $when", async ({ way, skipped, state }, { skip }) => {
    if (skipped) skip(skipped.message);
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

describe("what the sources name is found, so that nothing is left out", () => {
  const foundIn = (text: string) => hintsIn(only(text, "one.ts"));

  test.each([
    ['commandLine("list")', "transcron list"],
    ['commandLine("export", id, "-o", beside(path), ...options)', "transcron export … -o …"],
    ["await addAgain(store, id)", "transcron add … --again …"],
    ['"name another with `-o`"', "-o"],
    ["`\\`--lane ${lane.name}\\``", "--lane …"],
    ['"put `OPENAI_API_KEY=KEY` into .env"', "OPENAI_API_KEY=KEY"],
  ])("%s", (text, way) => {
    expect(foundIn(`const hint = ${text};`)).toEqual([`one.ts: ${way}`]);
    expect(foundIn(`// ${text}`)).toEqual([]);
  });

  test("a command between no backticks", () => {
    const text = 'throw new UserError("no", "transcron list shows them");';
    expect(unmarkedCommands(only(text, "one.ts"), ["list"])).toEqual([
      "one.ts names transcron list shows them",
    ]);
  });
});

test("a command in a message is marked as one, so that it is found", () => {
  expect(unmarkedCommands(src, Object.keys(COMMANDS))).toEqual(EXAMPLES);
});

test("each way out that a message names is gone by a test", () => {
  const left = hintsIn(src);
  for (const { way } of CASES) if (left.includes(way)) left.splice(left.indexOf(way), 1);
  expect(left).toEqual([]);
  expect(CASES.filter(({ way }) => !hintsIn(src).includes(way))).toEqual([]);
});
