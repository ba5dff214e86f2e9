import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { needOf, rangeOf } from "../src/core/estimate.js";
import { openaiServer } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

const countTokens = (text: string) => text.split(/\s+/).length;
const LINES = Array.from({ length: 25 }, (_, at) => `Good evening to all ${at} of you`);

describe("what lines need", () => {
  test("is a request for each batch, in even shares", () => {
    expect(needOf(LINES, { from: "en", to: "fr", size: 10, countTokens }).requests).toBe(3);
    expect(needOf([], { from: "en", to: "fr", size: 10, countTokens })).toEqual({
      requests: 0,
      input: 0,
      output: 0,
    });
  });

  test("grows with the target's length, in what comes back", () => {
    const to = (tag: string) => needOf(LINES, { from: "en", to: tag, size: 10, countTokens }).output;
    expect(to("de")).toBeGreaterThan(to("en"));
    expect(to("ka")).toBeGreaterThan(to("de"));
  });

  test("costs a range around it, and an unknown price is unknown", () => {
    const range = rangeOf(1)!;
    expect(range.least).toBeLessThan(1);
    expect(range.most).toBeGreaterThan(1.1);
    expect(rangeOf(0)).toEqual({ least: 0, most: 0 });
    expect(rangeOf(null)).toBeNull();
  });
});

const film = (count: number, word = "film") => srtOf(count, (line) => `This is line ${line} of the ${word}.`);

describe("estimate", () => {
  test("says what would be asked for, without a key, a home or a request", async () => {
    const here = world({ TRANSCRON_PROVIDER: "openai", TRANSCRON_MODEL: "gpt-5-mini" });
    const { code, data } = await here.json("estimate", here.file("a.srt", film(12)), "--to", "fr,es");
    expect(code).toBe(0);
    expect(data.parts).toMatchObject([
      { to: "fr", files: 1, lines: 12, repeated: 0, remembered: 0, need: { requests: 2 } },
      { to: "es", files: 1, lines: 12, need: { requests: 2 } },
    ]);
    expect(data.cost.least).toBeGreaterThan(0);
    expect(data.time).toBeNull();
    expect((await here.json("list")).data.counts.pending).toBe(0);
  });

  test("counts a text once that stands in several files, and files in folders", async () => {
    const here = world({ TRANSCRON_PROVIDER: "openai" });
    const folder = here.file("films/one/a.srt", film(12)).replace(/\/one.*/, "");
    here.file("films/two/b.srt", film(15));
    const { data } = await here.json("estimate", folder, "--to", "fr");
    expect(data.parts).toMatchObject([{ folder, files: 2, lines: 27, repeated: 12, need: { requests: 3 } }]);
  });

  test("knows what the memory saves, and how long requests took", async () => {
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    await here.cli("add", here.file("a.srt", film(12)), "--to", "fr");
    await here.cli("tick");
    const asked = server.count();
    const { data } = await here.json("estimate", here.file("b.srt", film(14)), "--to", "fr,es");
    expect(data.parts).toMatchObject([
      { to: "fr", lines: 14, remembered: 12, need: { requests: 1 } },
      { to: "es", lines: 14, remembered: 0 },
    ]);
    expect(data.time).toBeGreaterThanOrEqual(0);
    expect(server.count()).toBe(asked);
  });

  test("does not take an unknown price for none, and an engine here costs nothing", async () => {
    const here = world({
      TRANSCRON_PROVIDER: "openai",
      TRANSCRON_MODEL: "mine",
      OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
    });
    const file = here.file("a.srt", film(12));
    expect((await here.cli("estimate", file, "--to", "fr")).out).toContain("cost: unknown");
    here.outside.env.PRICE_IN = "1";
    here.outside.env.PRICE_OUT = "4";
    expect((await here.cli("estimate", file, "--to", "fr")).out).toMatch(/cost: \$0\.00\d+ to \$0\.00\d+/);
    const pseudo = world({ TRANSCRON_PROVIDER: "pseudo" });
    expect((await pseudo.cli("estimate", pseudo.file("a.srt", film(12)), "--to", "fr")).out).toContain(
      "cost: nothing",
    );
  });

  test("counts what it can read, and names the rest", async () => {
    const here = world();
    const { code, out, err } = await here.cli(
      ...["estimate", here.file("a.srt", film(12)), here.file("b.srt", ""), "--to", "fr"],
    );
    expect(code).toBe(1);
    expect(err).toContain("b.srt: the file is empty");
    expect(out).toMatch(/ fr +1 +12 /);
  });
});

describe("like add, estimate", () => {
  test("counts a named file whose translation stands beside it, since nothing is written there", async () => {
    const here = world();
    const file = here.file("a.en.srt", film(12));
    here.file("a.fr.srt", film(12));
    expect((await here.json("estimate", file, "--to", "fr")).data.parts).toMatchObject([
      { to: "fr", files: 1 },
    ]);
  });

  test("skips a table of a folder whose column is not named", async () => {
    const here = world();
    const folder = here.file("films/a.srt", film(12)).replace(/\/a\.srt$/, "");
    here.file("films/items.csv", "id,text,more\n1,Good evening,you\n2,Good night,me\n");
    const { code, data } = await here.json("estimate", folder, "--to", "fr");
    expect(code).toBe(0);
    expect(data.skipped).toMatchObject([{ reason: "column" }]);
    expect(data.failed).toEqual([]);
  });
});

test("scan --dry-run estimates what it would add", async () => {
  const here = world();
  const folder = here.file("films/a.srt", film(12)).replace(/\/a\.srt$/, "");
  await here.cli("folder", "add", folder, "--to", "fr,es");
  here.clock.time += 60_000;
  const { data } = await here.json("scan", "--dry-run");
  expect(data.estimate.parts).toMatchObject([
    { folder, to: "fr", files: 1, lines: 12 },
    { folder, to: "es", files: 1, lines: 12 },
  ]);
  expect((await here.json("list")).data.counts.pending).toBe(0);
});

describe("ASK_ABOVE", () => {
  async function adding(answer: string | undefined, limit: string, ...flags: string[]) {
    const here = world({ TRANSCRON_PROVIDER: "openai", TRANSCRON_MODEL: "gpt-5-mini", ASK_ABOVE: limit });
    if (answer !== undefined) {
      const stdin = Object.assign(new PassThrough(), { isTTY: true });
      stdin.end(answer);
      here.outside.stdin = stdin;
    }
    const { err } = await here.cli("add", here.file("a.srt", film(40)), "--to", "fr", ...flags);
    return { asked: err.includes("Add it? [y/N]"), added: (await here.json("list")).data.counts.pending };
  }

  test.each<[string, string | undefined, string, string[], boolean, number]>([
    ["is asked above it, and yes adds", "y\n", "0.0001", [], true, 1],
    ["is asked above it, and no adds nothing", "n\n", "0.0001", [], true, 0],
    ["is not asked below it", "n\n", "50", [], false, 1],
    ["is not asked with --yes", "n\n", "0.0001", ["--yes"], false, 1],
    ["is not asked where there is no terminal", undefined, "0.0001", [], false, 1],
  ])("a person %s", async (_, answer, limit, flags, asked, added) => {
    expect(await adding(answer, limit, ...flags)).toEqual({ asked, added });
  });
});
