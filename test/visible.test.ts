import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OURS, visible, visibleLine } from "../src/core/visible.js";
import { createPrinter, dim, green, paintStatus, red } from "../src/print.js";
import { table } from "../src/table.js";
import { hookServer } from "./support/hooks.js";
import { openaiServer } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

/** Whatever steers a terminal: control characters but line breaks and tabs, and bidirectional controls. */
const STEERS = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

describe("what would steer a terminal is seen instead", () => {
  test.each([
    ["\x1b[31mred", "␛[31mred"],
    ["a\0b\x7f", "a␀b␡"],
    ["\x9b31m", "\\u009b31m"],
    ["gpj.\u202Etxt", "gpj.\\u202etxt"],
    ["\u2066a\u2069", "\\u2066a\\u2069"],
    ["a\rb", "a␍b"],
    ["a\u2028b", "a\\u2028b"],
    [`a${OURS.paint}r`, "a\\ufdd0r"],
    ["é 日本 😀 \u200D", "é 日本 😀 \u200D"],
  ])("%j is shown as %s", (text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(visibleLine(text)).toBe(shown);
  });

  test("line breaks and tabs stay, but for what has to be on one line", () => {
    expect(visible("a\n\tb")).toBe("a\n\tb");
    expect(visibleLine("a\n\tb")).toBe("a␊␉b");
  });

  test("nothing that steers is ever left", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !STEERS.test(visible(text))));
  });
});

describe("the printer", () => {
  const printed = (color: boolean, act: (print: ReturnType<typeof createPrinter>) => void) => {
    let text = "";
    const stream = { write: (data: string | Uint8Array) => (text += data) };
    act(createPrinter({ out: stream, err: stream, json: false, quiet: false, verbose: false, color }));
    return text;
  };

  test("paints what a command paints, and nothing that a text asks for", () => {
    const act = (print: ReturnType<typeof createPrinter>) => {
      print.result({}, () => `${green("wrote")} ${dim(`a ${red("\x1b[5mb")} c`)}`);
      print.note(paintStatus("failed", "\x9b1m"));
    };
    expect(printed(true, act)).toBe(
      "\x1b[32mwrote\x1b[39m \x1b[2ma \x1b[31m␛[5mb\x1b[39m c\x1b[22m\n\x1b[31m\\u009b1m\x1b[39m\n",
    );
    expect(printed(false, act)).toBe("wrote a ␛[5mb c\n\\u009b1m\n");
  });

  test("keeps the isolates that a table puts around right-to-left names, and no others", () => {
    const act = (print: ReturnType<typeof createPrinter>) =>
      print.result({}, () => table([{ title: "NAME" }], [["شيء"], ["a\u2068\n\x1b[1mb"]], 80));
    expect(printed(true, act)).toBe("NAME\n\u2068شيء\u2069\na\\u2068␊␛[1mb\n");
  });

  test("takes marks of its own that a text holds for text", () => {
    const { paint, unpaint, isolate } = OURS;
    const act = (print: ReturnType<typeof createPrinter>) => print.note(`${isolate}a${unpaint}${paint}?`);
    expect(printed(true, act)).toBe("\\ufdd2a\\ufdd1\\ufdd0?\n");
  });
});

const EVIL = "\x1b]0;x\x07\x9b2J\u202Eevil\nlines";
const shown = "␛]0;x␇\\u009b2J\\u202eevil";

describe("a text from outside", () => {
  test("reaches the terminal and the log visible, wherever it is shown, and --json as it is", async () => {
    const here = world();
    const file = here.file(
      `${EVIL}.srt`,
      srtOf(2, (line) => `${line} \x1b[2J\u202Etext`),
    );
    const seen = [await here.cli("add", file, "--to", "fr")];
    const { data } = await here.json("list");
    expect(data.projects[0].name).toBe(`${EVIL}.srt`);
    const id = data.projects[0].id;
    for (const argv of [
      ["list"],
      ["tick"],
      ["show", id, "--segments"],
      ["export", id],
      ["export", id],
      ["audit"],
    ])
      seen.push(await here.cli(...argv));
    seen.push(await here.cli("show", "\x1b[1m"), await here.cli("list", "--\x1b[1m"));
    const all = seen.map(({ out, err }) => out + err).join("");
    expect(all.split(shown).length).toBeGreaterThan(6);
    expect(all).toContain("1 ␛[2J\\u202etext");
    expect(all).toContain("--␛[1m");
    expect(STEERS.exec(all)).toBeNull();
    const log = readFileSync(join(here.home, "logs", "cron.log"), "utf8");
    expect(log).toContain(shown);
    expect(STEERS.exec(log)).toBeNull();
    expect(log).not.toMatch(/^lines/m);
  });

  test("reaches people by notices visible", async () => {
    const hook = await hookServer();
    const server = await openaiServer((lines) => lines);
    const here = world({ ...server.env, TRANSCRON_MODEL: "m", NOTIFY_WEBHOOK: hook.url });
    await here.cli("add", here.file(`${EVIL}.srt`, srtOf(2)), "--to", "fr");
    await here.cli("tick");
    const { text } = JSON.parse(hook.calls[0]!.body);
    expect(text).toContain(`${shown}␊lines.srt`);
    expect(STEERS.exec(text)).toBeNull();
  });
});
