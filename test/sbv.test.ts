import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode } from "../src/formats/encoding.js";
import { read, write } from "../src/formats/index.js";
import { sbv } from "../src/formats/sbv.js";
import { world } from "./support/world.js";

const readText = (name: string, text: string, options = {}) => read(name, Buffer.from(text), options);
const HEAD = "0:00:01.000,0:00:03.500\n";
const TALK = `${HEAD}Good evening,\nall of you.\n\n0:00:04.000,0:01:02.000\nYes.\n`;

/** A file with its own texts as translations, as bytes. */
function same(name: string, text: string) {
  const { encoding, ...document } = readText(name, text);
  const texts = document.cues.map((cue) => cue.text);
  return encode(write(document, texts), encoding).bytes.toString();
}

describe("SBV as it is found", () => {
  test.each([
    [
      "plain",
      TALK,
      [
        [1000, 3500, "Good evening,\nall of you."],
        [4000, 62_000, "Yes."],
      ],
    ],
    ["with a BOM and CRLF", `\uFEFF${HEAD}a\n`.replaceAll("\n", "\r\n"), [[1000, 3500, "a"]]],
    ["hours over 9", "100:00:00.5,101:00:00.25\na", [[360_000_500, 363_600_250, "a"]]],
    ["without blank lines", `${HEAD}a\n${HEAD}b`, Array.from("ab", (text) => [1000, 3500, text])],
    ["a blank line inside the text", `${HEAD}a\n\nb\n`, [[1000, 3500, "a\n\nb"]]],
    ["an empty cue", `${HEAD}\n`, [[1000, 3500, ""]]],
  ])("%s", (_, text, cues) => {
    expect(readText("a.sbv", text).cues.map(({ start, end, text }) => [start, end, text])).toEqual(cues);
    expect(same("a.sbv", text)).toBe(text);
  });

  test("odd things are told with their line", () => {
    const { oddities } = readText("a.sbv", "junk\n0:00:03.000,0:00:01.000\n\na\n\nb\n");
    expect(oddities).toEqual([
      { line: 1, what: "text before the first cue, left as it is" },
      { line: 2, what: "cue ends before it starts" },
      { line: 3, what: "blank line between time and text" },
      { line: 4, what: "blank line inside a cue" },
    ]);
  });

  test.each(["a.srt", "a.vtt"])("under the name %s it is read as what it is, and said so", (name) => {
    const { format, oddities } = readText(name, `\n${TALK}`);
    expect([format, oddities[0]!.what]).toEqual(["sbv", expect.stringMatching(/ but written as SBV$/)]);
  });

  test.each([
    ["srt", "1\n00:00:01,000 --> 00:00:02,000\na\n"],
    ["vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\na\n"],
  ])("%s under the name of SBV is read as what it is", (format, text) => {
    expect(readText("a.sbv", text).format).toBe(format);
  });

  test("under the name of plain text it is read as that, and said so", () => {
    expect(readText("a.txt", TALK).oddities[0]!.what).toBe("has times like SBV, and is read as plain text");
  });

  test("a file without a cue is refused", () => {
    expect(() => readText("a.sbv", "hello\n")).toThrow("no cue found");
  });
});

describe("SBV as it is written", () => {
  test("a translation can't break the file: no blank line, no time line", () => {
    const document = readText("a.sbv", TALK.replaceAll("\n", "\r\n"));
    const text = write(document, ["\nx\n \n\n0:00:09.000,0:00:10.000\n", undefined]);
    expect(text.split("\r\n")).toEqual([
      ...["0:00:01.000,0:00:03.500", "x", "0:00:09.000, 0:00:10.000", ""],
      ...["0:00:04.000,0:01:02.000", "Yes.", ""],
    ]);
  });

  test.each([
    ["a.srt", "1\n00:00:01,000 --> 00:00:03,500\n<i>a</i>\n\nb\n\n2\n10:00:04,000 --> 10:00:05,000\nc\n"],
    ["a.vtt", "WEBVTT\n\n00:01.000 --> 00:03.500\n<v Bob>a\nb\n\n10:00:04.000 --> 10:00:05.000\nc\n"],
  ])("%s becomes SBV, without tags and blank lines", (name, source) => {
    const text = write(readText(name, source), [], "sbv");
    expect(text.replace("Bob: ", "")).toBe(`${HEAD}a\nb\n\n10:00:04.000,10:00:05.000\nc\n`);
  });

  test("SBV becomes SubRip and WebVTT", () => {
    const talk = readText("a.sbv", TALK);
    expect(write(talk, [], "srt")).toMatch(
      /^1\n00:00:01,000 --> 00:00:03,500\nGood evening,\nall of you.\n\n2\n/,
    );
    expect(write(talk, [], "vtt")).toMatch(/^WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nGood evening,/);
  });

  test("a file is added, translated and exported, also as SubRip", async () => {
    const here = world();
    const file = here.file("talk.sbv", TALK);
    const { data } = await here.json("add", file, "--to", "fr");
    await here.cli("tick");
    const [{ id }] = data.files[0].projects;
    expect((await here.cli("export", id, "-o", "-")).out).toMatch(
      /^0:00:01\.000,0:00:03\.500\n\[pseudo fr\]/,
    );
    expect((await here.cli("export", id, "--format", "srt", "-o", "-")).out).toContain(" --> 00:01:02,000\n");
  });
});

describe("whatever is in a file", () => {
  const piece = fc.constantFrom(
    ...["\n", "\r\n", "\r", "\n\n", " ", "\0", "a", "é", ",", "1:", "<i>b</i>", "日本", HEAD],
    ...["0:00:05.000,0:00:06.000", " 00:00:05.5,0:00:06.000 \n"],
  );
  const anything = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

  test("translated into itself it is the same", () => {
    fc.assert(
      fc.property(anything, (body) => {
        expect(same("a.sbv", HEAD + body)).toBe(HEAD + body);
      }),
      { numRuns: 500 },
    );
  });

  test("translations come back from the file, and from a new one, each at its cue", () => {
    fc.assert(
      fc.property(anything, (body) => {
        const document = readText("a.sbv", HEAD + body);
        const changed = document.cues.map(({ text }, index) => (text.trim() ? `translated ${index}` : text));
        const texts = (source: string) => readText("a.sbv", source).cues.map(({ text }) => text);
        expect(texts(write(document, changed))).toEqual(changed);
        const cues = document.cues.map((cue, index) => ({ ...cue, text: changed[index]! }));
        expect(texts(sbv.compose(cues))).toEqual(changed);
      }),
      { numRuns: 500 },
    );
  });

  test.each(["\r", " \n", "1:", "0:00:01.000,", HEAD])(
    "it is read in time in proportion to its size: %j",
    (piece) => {
      const text = HEAD + piece.repeat(400_000 / piece.length);
      const { cues } = sbv.parse(text);
      expect(cues.length).toBeGreaterThan(0);
      expect(sbv.serialize(sbv.parse(`${HEAD}a`), [text])).not.toMatch(/\n\n/);
    },
  );
});
