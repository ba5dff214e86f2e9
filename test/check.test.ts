import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { World } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

/** A short film, each line unlike the others, and a good translation of it. */
const FILM: [source: string, translation: string][] = [
  ["Good morning, Anna.", "Bonjour, Anna."],
  ["Did you sleep well?", "Tu as bien dormi ?"],
  [
    "We left the house at 17 Baker Street before anybody else was awake.",
    "Nous avons quitté la maison du 17 Baker Street avant le réveil des autres.",
  ],
  ["Stop!", "Arrête !"],
  [
    "I have never seen so many birds, not even by the sea.",
    "Je n'ai jamais vu autant d'oiseaux, pas même à la mer.",
  ],
  ["(the door closes)", "(la porte se ferme)"],
  ["Who is it?", "Qui est là ?"],
  ["- It's me. - Come in!", "- C'est moi. - Entre !"],
  [
    "The train to <i>Lyon</i> leaves at 18:45, so we should hurry...",
    "Le train pour <i>Lyon</i> part à 18:45, alors dépêchons-nous...",
  ],
  ["Wait!", "Attends !"],
];

const srt = (texts: readonly string[]) => srtOf(texts.length, (line) => texts[line - 1]!);
const ENGLISH = FILM.map(([source]) => source);
const FRENCH = FILM.map(([, translation]) => translation);

/** Checks a translation of the film. */
function checking(translation: readonly string[] | string, source: readonly string[] | string = ENGLISH) {
  const here = world({ NO_COLOR: "1" });
  const written = (content: readonly string[] | string) =>
    typeof content === "string" ? content : srt(content);
  const files = [here.file("film.fr.srt", written(translation)), here.file("film.en.srt", written(source))];
  const argv = ["check", files[0]!, "--against", files[1]!];
  return { here, files, argv, cli: (...more: string[]) => here.cli(...argv, ...more) };
}

const marksOf = async (here: World, argv: string[]) => {
  const { data } = await here.json(...argv);
  return Object.fromEntries(
    data.lines.map(({ sourceLines, translationLines, marks }: Record<string, string[]>) => [
      `${sourceLines!.join("+")}:${translationLines!.join("+")}`,
      marks,
    ]),
  );
};

const WITHOUT_LAYOUT = (marks: string[]) => marks.filter((mark) => mark !== "fast" && mark !== "wide");

describe("check", () => {
  test("passes a good translation, and needs no home", async () => {
    const { here, cli } = checking(FRENCH);
    rmSync(here.home, { recursive: true });
    here.outside.env.TRANSCRON_HOME = "/proc/none";
    const { code, out, err } = await cli();
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("film.en.srt  English → French");
    expect(out).toContain("passed: 10 lines");
    expect(existsSync(here.home)).toBe(false);
  });

  test.each<[string, string[], number, string]>([
    ["is left as it is", FRENCH.with(4, ENGLISH[4]!), 5, "untranslated"],
    ["lost a number", FRENCH.with(2, "Nous avons quitté la maison avant les autres, très tôt."), 3, "number"],
    ["lost a tag", FRENCH.with(8, "Le train pour Lyon part à 18:45, alors dépêchons-nous..."), 9, "markup"],
    ["is in another script", FRENCH.with(4, "Я никогда не видел столько птиц, даже у моря."), 5, "script"],
    ["is empty", FRENCH.with(3, ""), 4, "empty"],
  ])("fails where a line %s", async (_, translation, line, mark) => {
    const { here, argv, cli } = checking(translation);
    const { code, out } = await cli();
    expect(code).toBe(1);
    expect(out).toContain("failed: 1 of 10 lines");
    expect(out).toMatch(new RegExp(`^${line} .*${mark}`, "m"));
    expect((await marksOf(here, argv))[`${line}:${line}`]).toContain(mark);
  });

  test.each<[string, string[]]>([
    ["the line before's", FRENCH.map((text, at) => FRENCH[at - 1] ?? text)],
    ["the line after's", FRENCH.map((text, at) => FRENCH[at + 1] ?? text)],
  ])("fails where each line has %s translation", async (_, translation) => {
    const { here, argv } = checking(translation);
    const slid = Object.values(await marksOf(here, argv)).filter((marks) =>
      (marks as string[]).includes("slid"),
    );
    expect(slid.length).toBeGreaterThanOrEqual(9);
  });

  test("fails where one sentence stands in every line", async () => {
    const { cli } = checking(FRENCH.map(() => FRENCH[4]!));
    const { code, out } = await cli();
    expect(code).toBe(1);
    expect(out).toMatch(/^repeated +9 /m);
  });

  test("names lines that one of the files lacks", async () => {
    const blocks = srt(FRENCH).split("\n\n");
    const added = "11\n00:00:40,000 --> 00:00:42,000\nSous-titres par Anna.\n";
    const { here, argv, cli } = checking([...blocks.toSpliced(4, 1), added].join("\n\n"));
    const marks = await marksOf(here, argv);
    expect(marks["5:"]).toEqual(["missing"]);
    expect(marks[":10"]).toEqual(["extra"]);
    const { code, out } = await cli();
    expect(code).toBe(1);
    expect(out).toMatch(/^5 .*I have never seen .* – +missing$/m);
    expect(out).toMatch(/^\(10\) .* – +Sous-titres par Anna\. +extra$/m);
    expect(out).toMatch(/^missing +1 +has no line in the translation$/m);
  });

  test("takes lines that a translator joined as one", async () => {
    const blocks = srt(FRENCH).split("\n\n");
    const joined = "1\n00:00:00,000 --> 00:00:05,500\nBonjour, Anna. Tu as bien dormi ?";
    const { cli } = checking([joined, ...blocks.slice(2)].join("\n\n"));
    expect((await cli()).code).toBe(0);
  });

  test("leaves lines without letters alone", async () => {
    const { cli } = checking(["♪ ♪", "…", "Bonjour, Anna."], ["♪ ♪", "...", "Good morning, Anna."]);
    expect((await cli()).code).toBe(0);
  });

  test("counts layout only with --strict", async () => {
    const long = "Bonjour, ma chère Anna, et bonne journée à vous tous.";
    const { cli } = checking(FRENCH.with(0, long));
    const lax = await cli();
    expect(lax.code).toBe(0);
    expect(lax.out).not.toContain(long);
    expect(lax.out).toMatch(/^wide +\d /m);
    const strict = await cli("--strict");
    expect(strict.code).toBe(1);
    expect(strict.out).toContain(long);
  });

  test("compares any two formats, by position where one has no times", async () => {
    const here = world();
    const source = here.file("film.srt", srt(ENGLISH));
    const vtt = here.file("film.vtt", `WEBVTT\n\n${srt(FRENCH).replace(/(\d),(\d{3})/g, "$1.$2")}`);
    const text = here.file("film.txt", `${FRENCH.map((line) => line.replace(/<.*?>/g, "")).join("\n")}\n`);
    for (const file of [vtt, text]) {
      const { code, data } = await here.json(
        "check",
        file,
        "--against",
        source,
        "--from",
        "en",
        "--to",
        "fr",
      );
      expect([code, data.pairs], file).toEqual([0, 10]);
    }
    const shorter = here.file("short.txt", FRENCH.slice(0, 9).join("\n"));
    expect(await marksOf(here, ["check", shorter, "--against", source])).toMatchObject({
      "10:": ["missing"],
    });
  });

  test("knows the languages by the names, or as they are given, or does without", async () => {
    const { here, argv, files } = checking(FRENCH);
    const languages = async (words: string[]) => {
      const { data } = await here.json(...words);
      return [data.from, data.to];
    };
    expect(await languages(argv)).toEqual(["en", "fr"]);
    expect(await languages([...argv, "--from", "en-GB", "--to", "fr-CA"])).toEqual(["en-GB", "fr-CA"]);
    const nameless = ["talk.srt", "film.en.sdh.srt", "film.old.srt"].map((name) =>
      here.file(name, srt(FRENCH)),
    );
    expect(await languages(["check", nameless[0]!, "--against", nameless[1]!])).toEqual(["en", null]);
    expect(await languages(["check", nameless[2]!, "--against", files[1]!])).toEqual(["en", null]);
    expect((await here.cli(...argv, "--to", "xx-nowhere")).code).toBe(2);
  });

  test("says in JSON what stands in each line with a mark, counted from 1", async () => {
    const { here, argv, files } = checking(FRENCH.with(3, ""));
    const { code, data } = await here.json(...argv);
    expect(code).toBe(1);
    expect(data).toMatchObject({ file: files[0], against: files[1], pairs: 10, passed: false, oddities: [] });
    const [line] = data.lines.filter(({ marks }: { marks: string[] }) => WITHOUT_LAYOUT(marks).length);
    expect(line).toEqual({
      ...{ sourceLines: [4], translationLines: [4], source: "Stop!", translation: "" },
      ...{ start: 9000, end: 11500, marks: ["empty"], failed: true },
    });
    expect(data.meanings.empty).toBe("is empty");
  });

  test.each([
    ["is not there", undefined, "no such file"],
    ["is empty", "", "the file is empty"],
    ["has no times", "This is no subtitle.", "no cue found"],
  ])("ends with 2 where a file %s, and names it", async (_, content, message) => {
    const { here, files } = checking(FRENCH);
    const bad = content === undefined ? join(here.home, "bad.srt") : here.file("bad.srt", content);
    for (const argv of [
      ["check", bad, "--against", files[1]!],
      ["check", files[0]!, "--against", bad],
    ]) {
      const { code, err } = await here.cli(...argv);
      expect(code).toBe(2);
      expect(err).toContain(`${bad}: `);
      expect(err).toContain(message);
    }
  });

  test("reads an older encoding, detected or named, beside a file in UTF-8", async () => {
    const here = world();
    const old = here.file("film.fr.srt", Buffer.from(srt(FRENCH), "latin1"));
    const source = here.file("film.en.srt", srt([...ENGLISH.slice(0, -1), "Wait, café!"]));
    const detected = await here.cli("check", old, "--against", source);
    expect([detected.code, detected.err]).toEqual([0, expect.stringContaining("detected windows-1252")]);
    expect((await here.cli("check", old, "--against", source, "--encoding", "windows-1252")).code).toBe(0);
  });
});

describe("check --junit", () => {
  test("writes a test case a line, and a failure for each that may be wrong", async () => {
    const { here, cli, files } = checking(FRENCH.with(3, "").with(4, ENGLISH[4]!));
    const report = join(here.home, "..", "report.xml");
    for (let run = 0; run < 2; run++) expect((await cli("--junit", report)).code).toBe(1);
    const xml = readFileSync(report, "utf8");
    expect(xml).toContain('tests="10" failures="2" errors="0"');
    expect(xml.match(/<testcase /g)).toHaveLength(10);
    expect(xml).toContain(`classname="${files[0]}" name="line 4 at 00:00:09.000"`);
    expect(xml).toContain(
      '<failure type="empty" message="empty: is empty">source: Stop!\ntranslation: </failure>',
    );
    expect(xml).toContain('<failure type="untranslated" message="untranslated: came back untranslated">');
  });

  test("writes to standard output, and nothing else there", async () => {
    const { here, argv, cli } = checking(FRENCH);
    const { code, out } = await cli("--junit", "-");
    expect(code).toBe(0);
    expect(out).toMatch(/^<\?xml [\s\S]*<\/testsuites>\n$/);
    expect((await here.json(...argv, "--junit", "-")).code).toBe(2);
  });

  test("never writes over a file that is checked", async () => {
    const { cli, files } = checking(FRENCH);
    for (const file of files) {
      const before = readFileSync(file, "utf8");
      expect((await cli("--junit", file)).code).toBe(2);
      expect(readFileSync(file, "utf8")).toBe(before);
    }
  });
});
