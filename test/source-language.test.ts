import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { languageByScript, languageByWords } from "../src/core/text-language.js";
import { openaiServer } from "./support/openai-server.js";
import { shown, statusOf } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

const ENGLISH = "Where have you been all this time, and why did you not write to us?";
const FRENCH = "Où étiez-vous pendant tout ce temps, et pourquoi n'avez-vous pas écrit ?";

const film = (text: string) => srtOf(6, () => text);

describe("what a text tells", () => {
  test.each([
    ["きょうは、とてもいい天気ですね。", "ja"],
    ["오늘은 날씨가 아주 좋네요.", "ko"],
    ["今天天气很好。", "zh"],
    ["วันนี้อากาศดีมาก", "th"],
    ["Γεια σου, τι κάνεις;", "el"],
    ["დღეს კარგი ამინდია", "ka"],
    ["இன்று நல்ல வானிலை", "ta"],
    ["ఈ రోజు వాతావరణం బాగుంది", "te"],
    ["ថ្ងៃនេះអាកាសធាតុល្អ", "km"],
    ["आज मौसम अच्छा है", undefined],
    ["Good weather today", undefined],
    ["Хорошая погода", undefined],
    ["He said 今 and left the room at once", undefined],
  ])("the letters of %s are those of %s", (text, language) => {
    expect(languageByScript(text)).toBe(language);
  });

  const says = (language: string, probability = 0.9) => ({ language, probability });

  test("the language of most of its pieces, if they are identified with some certainty", () => {
    const lines = Array.from({ length: 60 }, () => ENGLISH);
    expect(languageByWords(lines, () => says("en"))).toBe("en");
    expect(languageByWords(lines, () => says("en", 0.4))).toBeUndefined();
    let count = 0;
    expect(languageByWords(lines, () => says(count++ % 2 ? "en" : "fr"))).toBeUndefined();
  });

  test("nothing, where it is short", () => {
    expect(languageByWords(["OK.", "Paris."], () => says("en"))).toBeUndefined();
  });

  test("a long document is looked at in a few pieces from all over it", () => {
    const asked: string[] = [];
    const lines = Array.from({ length: 5000 }, (_, at) => `${at} ${ENGLISH}`);
    languageByWords(lines, (text) => {
      asked.push(text);
      return says("en");
    });
    expect(asked.length).toBeLessThanOrEqual(13);
    expect(asked.at(-1)).toMatch(/^4\d\d\d /);
  });
});

describe("the source language of a file that is added", () => {
  async function added(name: string, text: string, ...flags: string[]) {
    const here = world({ TRANSCRON_PROVIDER: "pseudo" });
    const { data, code } = await here.json("add", here.file(name, text), ...flags);
    return { here, files: data?.files ?? [], code };
  }

  test.each([
    ["given, whatever else is told", "film.de.srt", ENGLISH, ["--to", "fr", "--from", "es"], "es", "given"],
    ["by the name", "film.de.srt", ENGLISH, ["--to", "fr"], "de", "name"],
    ["by the text", "film.srt", ENGLISH, ["--to", "fr"], "en", "text"],
    [
      "by the text where the name's is in another script",
      "film.hi.srt",
      ENGLISH,
      ["--to", "fr"],
      "en",
      "text",
    ],
  ])("is known: %s", async (_, name, text, flags, tag, known) => {
    const { here, files } = await added(name, film(text), ...flags);
    expect(files[0]).toMatchObject({ sourceLang: tag, sourceKnown: known });
    expect(await shown(here, files[0].projects[0].id)).toMatchObject({ sourceLang: tag, sourceKnown: known });
  });

  test("is not known of a text that is too short to tell", async () => {
    const { files } = await added(
      "film.srt",
      srtOf(2, () => "Paris."),
      "--to",
      "fr",
    );
    expect(files[0].sourceLang).toBeUndefined();
    expect(files[0].projects).toHaveLength(1);
  });

  test("is left out of the languages it goes into, and that is said", async () => {
    const { files, code } = await added("film.en.srt", film(ENGLISH), "--to", "en,fr");
    expect(code).toBe(0);
    expect(files).toMatchObject([
      { projects: [{ targetLang: "fr" }] },
      { skipped: "same", to: "en", projects: [] },
    ]);
  });

  test("is an error of a file that is named itself, if there is no other", async () => {
    const { files, code } = await added("film.en.srt", film(ENGLISH), "--to", "en");
    expect(code).toBe(2);
    expect(files[0]).toMatchObject({ skipped: "same", error: expect.stringContaining("by its name") });
  });

  test("also where the text tells it", async () => {
    const { files } = await added("film.srt", film(FRENCH), "--to", "es,fr");
    expect(files).toMatchObject([
      { projects: [{ targetLang: "es" }] },
      { skipped: "spoken", to: "fr", why: expect.stringContaining("in that language already") },
    ]);
  });

  test("unless a person says that it is in another", async () => {
    const { files, code } = await added("film.srt", film(FRENCH), "--to", "fr", "--from", "oc");
    expect(code).toBe(0);
    expect(files[0].projects).toHaveLength(1);
  });

  test("is shown as detected where the text told it", async () => {
    const here = world({ TRANSCRON_PROVIDER: "pseudo" });
    const { out } = await here.cli("add", here.file("film.srt", film(ENGLISH)), "--to", "fr");
    expect(out).toContain("from en (detected)");
    expect((await here.cli("show", out.split(" ")[1]!)).out).toContain("English (detected) → French");
  });
});

test("lines that were paid for under an unknown language are not paid for again under a detected one", async () => {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  await here.cli(
    "add",
    here.file(
      "a.srt",
      srtOf(2, () => "See you then."),
    ),
    "--to",
    "fr",
  );
  await here.cli("tick");
  const before = server.count();
  const text = srtOf(8, (line) => (line < 3 ? "See you then." : ENGLISH));
  await here.cli("add", here.file("b.srt", text), "--to", "fr");
  await here.cli("tick");
  expect(JSON.stringify(server.asked().slice(before))).not.toContain("See you then.");
});

test("a command that needs the source language is not run without one, and holds up nothing else", async () => {
  const here = world({ TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: "tr a-z A-Z; : {from}" });
  const short = here.file(
    "short.srt",
    srtOf(2, () => "Paris."),
  );
  await here.cli("add", short, "--to", "fr");
  await here.cli("add", here.file("film.srt", film(ENGLISH)), "--to", "fr");
  await here.cli("tick");
  const { data } = await here.json("list");
  const project = data.projects.find(({ name }: { name: string }) => name === "short.srt");
  expect(project).toMatchObject({
    status: "failed",
    error: expect.stringContaining("add it again with --from and --again"),
  });
  const other = data.projects.find(({ name }: { name: string }) => name === "film.srt");
  expect(await statusOf(here, other.id)).not.toBe("pending");
});

test("a translation has the same name, exported or written by itself, where a text is not in the name's language", async () => {
  const here = world({ TRANSCRON_PROVIDER: "pseudo" });
  const file = here.file("films/film.hi.srt", film(ENGLISH));
  await here.cli("add", file, "--to", "it", "--deliver");
  await here.cli("add", file, "--to", "fr", "--no-deliver");
  await here.cli("batch");
  await here.cli("export", "--to", "fr", "--yes");
  expect(readdirSync(join(file, "..")).sort()).toEqual(["film.fr.srt", "film.hi.srt", "film.it.srt"]);
});

describe("a file that is added again with another source language", () => {
  async function twice(text: string, first: string[], then: string[]) {
    const here = world({ TRANSCRON_PROVIDER: "pseudo" });
    const file = here.file("films/film.srt", film(text));
    await here.cli("add", file, "--to", "fr", ...first);
    return { here, file, again: await here.cli("add", file, "--to", "fr", ...then) };
  }

  test.each([
    ["one that was detected", ENGLISH, [], "with the source language en"],
    ["one that was given", ENGLISH, ["--from", "de"], "with the source language de"],
    ["none", "Paris.", [], "without a source language"],
  ])("is refused, since the older would stay, where it had %s", async (_, text, first, was) => {
    const { here, file, again } = await twice(text, first, ["--from", "es"]);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining(`it was added ${was} (trans_`)]);
    const id = (await here.json("list")).data.projects[0].id;
    await here.cli("cancel", id);
    const { data } = await here.json("add", file, "--to", "fr", "--from", "es", "--again");
    expect(data.files[0]).toMatchObject({ sourceLang: "es", projects: [{ created: true }] });
  });

  test("is known where that is the one it has, however it was known", async () => {
    const { again } = await twice(ENGLISH, [], ["--from", "en"]);
    expect([again.code, again.out]).toEqual([0, expect.stringMatching(/^known /)]);
  });

  test("is known in a folder, whose files may be in many", async () => {
    const { here, file } = await twice(ENGLISH, [], []);
    const { code, out } = await here.cli("add", join(file, ".."), "--to", "fr", "--from", "es");
    expect([code, out]).toEqual([0, expect.stringMatching(/^known /)]);
  });
});
