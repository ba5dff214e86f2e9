import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { pairFiles } from "../src/core/file-pairing.js";
import { FILM } from "./support/film.js";
import { srtOf, world } from "./support/world.js";

const EN = 0;
const FR = 1;
const ES = 2;

/** The film in one language, with some lines changed. */
const film = (language: 0 | 1 | 2, ...changed: [line: number, text: string][]) => {
  const texts = new Map(changed);
  return srtOf(10, (line) => texts.get(line) ?? FILM[line - 1]![language]);
};

/** Files below a folder for translations and one for sources. */
function folders(files: Record<string, string>) {
  const here = world({ NO_COLOR: "1" });
  for (const [name, content] of Object.entries(files)) here.file(name, content);
  const [theirs, ours] = ["fr", "en"].map((name) => join(here.home, "..", "files", name));
  const argv = ["check", theirs!, "--against", ours!];
  return { here, theirs: theirs!, ours: ours!, argv };
}

const GOOD = { "fr/a.fr.srt": film(FR), "en/a.en.srt": film(EN) };

describe("files are pairs", () => {
  const names = (translations: string, sources: string) => {
    const { pairs, unpaired } = pairFiles(translations.split(" "), sources.split(" "));
    return [
      pairs.map(({ translation, source }) => `${translation}=${source}`).join(" "),
      unpaired.map(({ file }) => file).join(" "),
    ];
  };

  test.each([
    [
      "by their names without the language",
      "a.fr.srt b.fr.srt",
      "b.en.srt a.en.srt",
      "a.fr.srt=a.en.srt b.fr.srt=b.en.srt",
      "",
    ],
    ["where only one names its language", "a.fr.srt", "a.srt", "a.fr.srt=a.srt", ""],
    ["where none does", "a.srt", "a.srt", "a.srt=a.srt", ""],
    [
      "at the same place below the folders",
      "s1/a.fr.srt s2/a.fr.srt",
      "s1/a.en.srt s2/a.en.srt",
      "s1/a.fr.srt=s1/a.en.srt s2/a.fr.srt=s2/a.en.srt",
      "",
    ],
    ["in two formats", "a.fr.vtt", "a.en.srt", "a.fr.vtt=a.en.srt", ""],
    [
      "in the same format, where there are two",
      "a.fr.vtt",
      "a.en.srt a.en.vtt",
      "a.fr.vtt=a.en.vtt",
      "a.en.srt",
    ],
    [
      "with the same remarks before others",
      "a.fr.forced.srt a.fr.srt",
      "a.en.srt a.en.forced.srt",
      "a.fr.forced.srt=a.en.forced.srt a.fr.srt=a.en.srt",
      "",
    ],
    [
      "whatever the remarks, where there is no doubt",
      "a.fr.srt",
      "a.en.sdh.srt",
      "a.fr.srt=a.en.sdh.srt",
      "",
    ],
    [
      "in several languages of one source",
      "a.fr.srt a.es.srt",
      "a.en.srt",
      "a.fr.srt=a.en.srt a.es.srt=a.en.srt",
      "",
    ],
    ["but not in one language", "a.en.srt", "a.en.srt", "", "a.en.srt a.en.srt"],
    ["but not in different folders", "x/a.fr.srt", "a.en.srt", "", "x/a.fr.srt a.en.srt"],
    ["but not where two sources may be meant", "a.fr.srt", "a.en.srt a.de.srt", "", "a.fr.srt"],
  ])("%s", (_, translations, sources, pairs, unpaired) => {
    expect(names(translations, sources)).toEqual([pairs, unpaired]);
  });
});

describe("check of two folders", () => {
  test("passes where every file has a partner and passes", async () => {
    const { here, argv } = folders({
      ...GOOD,
      ...{ "fr/s1/b.fr.srt": film(FR), "en/s1/b.srt": film(EN), "fr/notes.md": "-", "en/.a.srt": "-" },
    });
    const { code, out, err } = await here.cli(...argv);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/passed: 2 pairs of files\n$/);
  });

  test("fails where a file of many does, and checks the others", async () => {
    const { here, argv, theirs } = folders({
      ...GOOD,
      ...{ "fr/b.fr.srt": film(FR, [4, ""]), "en/b.en.srt": film(EN) },
    });
    const { code, out } = await here.cli(...argv);
    expect(code).toBe(1);
    expect(out).toContain("passed: 10 lines");
    expect(out).toContain("failed: 1 of 10 lines");
    expect(out).toMatch(/failed: 1 of 2 pairs of files\n$/);
    const { data } = await here.json(...argv);
    expect(data.files.map(({ file, passed }: Record<string, unknown>) => [file, passed])).toEqual([
      [join(theirs, "a.fr.srt"), true],
      [join(theirs, "b.fr.srt"), false],
    ]);
    expect(data.files[1].lines.at(-1)).toMatchObject({ sourceLines: [4], failed: true });
  });

  test("names each file without a partner, and why", async () => {
    const { here, argv, theirs, ours } = folders({
      ...GOOD,
      "fr/b.fr.srt": film(FR),
      "en/c.en.srt": film(EN),
    });
    const { code, data } = await here.json(...argv);
    expect([code, data.passed, data.unpaired]).toEqual([
      1,
      false,
      [
        { file: join(theirs, "b.fr.srt"), reason: "no source has its name" },
        { file: join(ours, "c.en.srt"), reason: "no translation has its name" },
      ],
    ]);
    expect((await here.cli(...argv)).out).toMatch(/failed: 0 of 1 pair of files, 2 without a partner\n$/);
  });

  test("names a file that can't be read, and checks the others", async () => {
    const { here, argv, theirs } = folders({ ...GOOD, "fr/b.fr.srt": "no cue", "en/b.en.srt": film(EN) });
    const { code, data } = await here.json(...argv);
    expect([code, data.files[0].passed]).toEqual([1, true]);
    expect(data.files[1]).toMatchObject({ passed: false, error: expect.stringContaining("b.fr.srt: ") });
    expect((await here.cli(...argv)).out).toContain(`not checked: ${join(theirs, "b.fr.srt")}: `);
  });

  test("writes one JUnit report with a suite for each pair and each file that was not checked", async () => {
    const { here, argv, theirs, ours } = folders({
      ...GOOD,
      ...{ "fr/b.fr.srt": "no cue", "en/b.en.srt": film(EN), "fr/c.fr.srt": film(FR) },
    });
    const report = join(here.home, "..", "report.xml");
    expect((await here.cli(...argv, "--junit", report)).code).toBe(1);
    const xml = readFileSync(report, "utf8");
    expect(xml.match(/<testsuite /g)).toHaveLength(3);
    expect(xml).toContain('tests="12" failures="2"');
    expect(xml).toContain(
      `<testsuite name="${theirs}/a.fr.srt against ${ours}/a.en.srt" tests="10" failures="0"`,
    );
    expect(xml).toContain('<failure type="unreadable"');
    expect(xml).toContain('<failure type="unpaired" message="no source has its name">');
    const source = join(ours, "a.en.srt");
    expect((await here.cli(...argv, "--junit", source)).code).toBe(2);
    expect(readFileSync(source, "utf8")).toBe(film(EN));
    expect((await here.cli(...argv, "--junit", "-")).out).toBe(xml);
  });

  test("leaves out files of other languages than those given", async () => {
    const { here, argv } = folders({ ...GOOD, "fr/a.es.srt": film(ES), "en/a.de.srt": film(EN) });
    expect((await here.cli(...argv)).code).toBe(1);
    const { code, data } = await here.json(...argv, "--from", "en", "--to", "fr");
    expect([code, data.files.length, data.unpaired]).toEqual([0, 1, []]);
  });

  test("takes one folder for both, if it is told the sources' language, and folders in each other", async () => {
    const { here, theirs } = folders({
      "fr/a.fr.srt": film(FR),
      "fr/a.en.srt": film(EN),
      "fr/s/a.fr.srt": film(FR),
    });
    expect((await here.cli("check", theirs, "--against", theirs)).code).toBe(2);
    const beside = await here.json("check", theirs, "--against", theirs, "--from", "en");
    expect([beside.data.files.length, beside.data.unpaired.length]).toEqual([1, 1]);
    const within = await here.json(
      "check",
      join(theirs, "s"),
      "--against",
      theirs,
      "--from",
      "en",
      "--to",
      "fr",
    );
    expect([within.code, within.data.files.length]).toEqual([0, 1]);
  });

  test("is refused between a folder and a file, and where there is nothing to check", async () => {
    const { here, theirs, ours } = folders({ "fr/read.me": "-", "en/a.en.srt": film(EN) });
    const mixed = await here.cli("check", theirs, "--against", join(ours, "a.en.srt"));
    expect([mixed.code, mixed.err]).toEqual([2, expect.stringContaining("is a folder, and")]);
    const empty = await here.cli("check", theirs, "--against", ours);
    expect([empty.code, empty.err]).toEqual([2, expect.stringContaining("no translated file")]);
    const gone = await here.cli("check", theirs, "--against", join(ours, "gone"));
    expect([gone.code, gone.err]).toEqual([2, expect.stringContaining("gone: no such file")]);
  });
});

describe("check of standard input", () => {
  const piped = (text: string) => {
    const { here, ours } = folders(GOOD);
    here.outside.stdin = Readable.from([Buffer.from(text)]);
    return { here, source: join(ours, "a.en.srt") };
  };

  test("compares it with a file, whose format its name tells", async () => {
    const { here, source } = piped(`WEBVTT\n\n${film(FR).replace(/(\d),(\d{3})/g, "$1.$2")}`);
    const { code, out } = await here.cli("check", "-", "--against", source, "--format", "vtt", "--to", "fr");
    expect([code, out]).toEqual([0, expect.stringContaining("passed: 10 lines")]);
  });

  test("takes it for the source, too", async () => {
    const { here, source } = piped(film(EN));
    const translation = source.replace("/en/a.en.srt", "/fr/a.fr.srt");
    const { code, data } = await here.json("check", translation, "--against", "-", "--format", "srt");
    expect([code, data.against, data.from, data.to]).toEqual([0, "-", null, "fr"]);
  });

  test("is refused without its format, and for both files", async () => {
    const { here, source } = piped(film(FR));
    expect((await here.cli("check", "-", "--against", source)).err).toContain("--format srt");
    expect((await here.cli("check", "-", "--against", "-", "--format", "srt")).code).toBe(2);
  });
});
