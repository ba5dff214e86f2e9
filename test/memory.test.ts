import { describe, expect, test } from "vitest";
import { PROVIDER_NAMES } from "../src/core/model.js";
import { DAY } from "../src/core/time.js";
import { ENDPOINTS } from "../src/endpoints/index.js";
import { french, openaiServer, translated } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

type Lines = Record<string, string>;

/** A world with a server, and files that share their lines. */
async function setup(answer?: (lines: Lines) => unknown) {
  const server = await openaiServer(answer);
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const add = async (name: string, ...flags: string[]) => {
    const source = srtOf(4, (line) => (line === 4 ? `Only ${name} has this.` : `This is line ${line}.`));
    const file = here.file(name, source);
    const { data } = await here.json("add", file, "--to", "fr", "--from", "en", ...flags);
    return data.files[0].projects[0].id as string;
  };
  const lines = async (id: string) => {
    const { segments } = (await here.json("show", id, "--segments")).data;
    return segments.map((one: { translation: string; origin: string }) => [one.translation, one.origin]);
  };
  return { server, here, add, lines };
}

test("what another project got meanwhile is not asked for again", async () => {
  const asked: string[][] = [];
  const holder: { other?: () => Promise<unknown> } = {};
  const { here, add, lines } = await setup(async (given) => {
    asked.push(Object.values(given));
    const { other } = holder;
    delete holder.other;
    await other?.();
    return translated(given);
  });
  here.outside.env.BATCH_SIZE = "2";
  const first = await add("a.srt");
  const second = await add("b.srt");
  const beside = world(here.outside.env);
  // While the first is asked for its first half, another worker does the whole of the second.
  holder.other = () => beside.cli("batch", second);
  expect((await here.cli("batch", first)).code).toBe(0);
  expect(asked).toEqual([
    ["This is line 1.", "This is line 2."],
    ["This is line 1.", "This is line 2."],
    ["This is line 3.", "Only b.srt has this."],
    ["Only a.srt has this."],
  ]);
  expect((await lines(first)).map(([, origin]: string[]) => origin)).toEqual([
    "provider",
    "provider",
    "memory",
    "provider",
  ]);
});

test("the makers' own servers and the engines go by bare names, as those of 0.1.0 did", () => {
  const config = {
    apiKey: undefined,
    model: "m",
    command: "cat",
    prices: undefined,
    quotes: false,
    childEnv: {},
  };
  const named = (baseUrl: string) =>
    PROVIDER_NAMES.map((name) => ENDPOINTS[name]({ ...config, baseUrl }).memory);
  expect(named("https://api.openai.com/v1")).toEqual([
    "openai",
    "anthropic https://api.openai.com",
    "command",
    "pseudo",
  ]);
  expect(named("https://api.anthropic.com")[1]).toBe("anthropic");
  expect(named("http://127.0.0.1:1/v1")[0]).toBe("openai http://127.0.0.1:1/v1");
});

describe("the memory", () => {
  test("knows the server: another one's answers are not served", async () => {
    const { here, add } = await setup();
    await add("a.srt");
    await here.cli("batch");
    const other = await openaiServer();
    here.outside.env.OPENAI_BASE_URL = other.url;
    await add("b.srt");
    await here.cli("batch");
    expect(other.asked().flat()).toHaveLength(4);
  });

  test("is filled with no line that was doubted", async () => {
    const { server, here } = await setup((lines) =>
      translated(lines, (line) => french(line.replace("1984", ""))),
    );
    const source = srtOf(4, (line) => (line === 2 ? "It was in 1984." : `Line ${line} of it.`));
    for (const name of ["a.srt", "b.srt"]) {
      await here.cli("add", here.file(name, source), "--to", "fr", "--from", "en");
      await here.cli("batch");
    }
    const asked = server.asked().map((lines) => lines.filter((line) => line.includes("1984")).length);
    expect(asked).toEqual([1, 1, 1, 1]);
    expect(server.asked().at(-1)).toEqual(["It was in 1984."]);
  });

  test("is not asked by a project added with --fresh, and holds what that one got", async () => {
    let works = 0;
    const { here, add, lines } = await setup((given) =>
      translated(given, (line) => `${works}e: ${french(line)}`),
    );
    await add("a.srt");
    await here.cli("batch");
    works = 1;
    const fresh = await add("a.srt", "--fresh");
    await here.cli("batch");
    expect((await lines(fresh))[0]).toEqual([`1e: ${french("This is line 1.")}`, "provider"]);
    works = 2;
    const again = await add("a.srt", "--again");
    await here.cli("batch");
    expect((await lines(again))[0]).toEqual([`1e: ${french("This is line 1.")}`, "memory"]);
  });

  test("forgets what is between two languages, which is audited, and all of it", async () => {
    const { server, here, add } = await setup();
    await add("a.srt");
    await here.cli("batch");
    expect((await here.json("memory", "forget", "--to", "es")).data).toEqual({ lines: 0 });
    expect((await here.json("memory", "forget", "--from", "en", "--to", "fr")).data).toEqual({ lines: 4 });
    expect(JSON.stringify((await here.json("audit")).data)).toContain("en → fr: 4 lines");
    await add("a.srt", "--again");
    await here.cli("batch");
    expect(server.asked().flat()).toHaveLength(8);
    expect((await here.json("memory", "forget", "--all")).data).toEqual({ lines: 4 });
    expect(await here.cli("memory", "forget")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--all"),
    });
  });

  test("loses by MEMORY_KEEP what was not used since: once a day in a tick, or by cleanup", async () => {
    const { server, here, add } = await setup();
    await add("a.srt");
    await here.cli("batch");
    here.clock.time += 20 * DAY;
    await add("b.srt");
    await here.cli("batch");
    here.clock.time += 20 * DAY;
    expect((await here.cli("cleanup", "--dry-run")).out).not.toContain("memory");
    here.outside.env.MEMORY_KEEP = "30d";
    expect((await here.cli("cleanup", "--dry-run")).out).toContain("1 lines of the memory not used for 30d");
    await here.cli("tick");
    expect((await here.json("cleanup")).data).toMatchObject({ memoryLines: 0 });
    await add("a.srt", "--again");
    await here.cli("batch");
    expect(server.asked().at(-1)).toEqual(["Only a.srt has this."]);
    here.clock.time += 40 * DAY;
    expect((await here.cli("cleanup")).out).toContain("and 5 lines of the memory");
    expect(JSON.stringify((await here.json("audit")).data)).toContain("5 lines of the memory");
  });
});
