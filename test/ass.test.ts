import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { protect } from "../src/core/markup.js";
import { encode } from "../src/formats/encoding.js";
import { read, refuseLongSegments, write } from "../src/formats/index.js";
import { corpusFiles, hasCorpora, readCorpus } from "./support/corpora.js";
import { statusOf } from "./support/projects.js";
import { world } from "./support/world.js";

const HEAD = `[Script Info]
; made by hand
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,48

[Fonts]
fontname: a.ttf
[DIALOGUE: 0,0:00:00.00,AB

[Events]
`;
const COLUMNS = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";
const event = (text: string, effect = "") =>
  `Dialogue: 0,0:00:01.00,0:00:02.50,Default,Ann,0,0,0,${effect},${text}\n`;
const script = (...texts: string[]) => HEAD + COLUMNS + texts.map((text) => event(text)).join("");

const readText = (text: string, name = "a.ass") => read(name, Buffer.from(text));
const textsOf = (text: string) => readText(text).cues.map((cue) => cue.text);
const translated = (text: string, change: (line: string) => string) => {
  const document = readText(text);
  return write(
    document,
    document.cues.map((cue) => change(cue.text)),
  );
};
const itself = (text: string) => text;
/** What a provider sees of an event's text. */
const sentOf = (text: string) => textsOf(script(text)).map((line) => protect(line).text);

describe("events", () => {
  test("Dialogue lines are read with their times, commas and all, in the order of the file", () => {
    const late = "Dialogue: 1,1:02:03.45,1:02:05.00,Default,Bob,0,0,0,,Later, or not, she said.\n";
    const { cues, oddities } = readText(HEAD + COLUMNS + late + event("First."));
    expect(cues.map(({ start, end, text }) => [start, end, text])).toEqual([
      [3_723_450, 3_725_000, "Later, or not, she said."],
      [1000, 2500, "First."],
    ]);
    expect(oddities).toEqual([]);
  });

  test("the Format line says which column is which", () => {
    const text = `${HEAD}Format: End, Start, Style, Text\nDialogue: 0:00:09.00,0:00:08.00,Default,a, b\n`;
    expect(readText(text).cues).toMatchObject([{ start: 8000, end: 9000, text: "a, b" }]);
  });

  test("SSA is read, too, and by its own name", () => {
    const text = `[Script Info]\r\nScriptType: v4.00\r\n\r\n[V4 Styles]\r\n\r\n[Events]\r\nFormat: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\nDialogue: Marked=0,0:00:01.00,0:00:02.00,x, NTP,0000,0000,0000,,Hello\r\n`;
    const document = readText(text, "a.ssa");
    expect([document.format, document.oddities, document.cues[0]!.text]).toEqual(["ssa", [], "Hello"]);
    expect(write(document, ["Bonjour"])).toBe(text.replace("Hello", "Bonjour"));
  });

  test("only the text changes: comments, styles, attachments, unknown sections and odd lines stay", () => {
    const text = `${HEAD}${COLUMNS}Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,Hello\n${event("Hello")}Picture: 0,0:00:00.00,0:00:01.00,x,,0,0,0,,a.png\n\n[Aegisub Extradata]\nDialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,Hello\n`;
    expect(translated(text, () => "Bonjour, tous")).toBe(
      text.replace(event("Hello"), event("Bonjour, tous")),
    );
  });

  test.each([
    ["empty", ""],
    ["blank", "  "],
    ["tags alone", "{\\an8}{\\i1}"],
    ["a comment alone", "{to do}"],
    ["breaks and hard spaces alone", "\\N\\h\\n"],
    ["a drawing", "{\\an5\\p1\\pos(1,2)}m 0 0 l 100 0 100 100{\\p0}"],
    ["a drawing to the end of the line", "{\\p 4}m 0 0 b 1 2 3 4 5 6"],
  ])("an event of %s is no segment", (_, text) => {
    expect(textsOf(script(text, "Hello"))).toEqual(["Hello"]);
  });
});

describe("the text of an event", () => {
  test.each([
    ["a hard break is a line break", "One\\Ntwo", ["One\ntwo"]],
    ["a soft break is one, too", "One\\ntwo", ["One\ntwo"]],
    ["hard spaces are marks", "10\\hkm", ["10⟦1⟧km"]],
    ["tags within are marks", "a {\\i1}b{\\i0} c", ["a ⟦1⟧b⟦2⟧ c"]],
    ["tags at the ends are kept back", "{\\an8\\pos(1,2)}{\\i1}Hello{\\i0}", ["Hello"]],
    ["comments within are marks", "a {what she means} b", ["a ⟦1⟧ b"]],
    ["comments at the ends are kept back", "{check this}a{and that}", ["a"]],
    ["\\pos and \\pbo begin no drawing", "a{\\pos(1,2)\\pbo3}b", ["a⟦1⟧b"]],
    ["text beside a drawing is text", "Before{\\p1}m 0 0 l 1 1{\\p0}behind", ["Before", "behind"]],
    ["a time for the whole line is a tag", "{\\k50}Hello", ["Hello"]],
    ["an unclosed brace is shown", "a { b", ["a \\{ b"]],
  ])("%s", (_, text, sent) => {
    expect(sentOf(text)).toEqual(sent);
  });

  test.each([
    ["breaks are hard ones", "One\\Ntwo", "Un\ndeux", "Un\\Ndeux"],
    ["soft breaks stay soft", "a\\nb\\Nc", "x\ny\nz", "x\\ny\\Nz"],
    ["a path is no break", "a", "C:\\new", "C:\\\u2060new"],
    ["comments come back", "a {note} b", "b {\\*note} a", "b {note} a"],
    ["a comment that looks like ours does, too", "a {\\*note} b", "b {\\*\\*note} a", "b {\\*note} a"],
    ["drawings stay", "{\\p1}m 0 0{\\p0}Hi", "Salut", "{\\p1}m 0 0{\\p0}Salut"],
    ["a brace of the translation is shown", "Hello", "if {a", "if \\{a"],
  ])("written back: %s", (_, source, translation, expected) => {
    const text = script(source);
    const again = translated(text, () => translation);
    expect(again).toBe(script(expected));
    expect(textsOf(again)).toEqual([translation.replace("{a", "\\{a")]);
  });

  test.each([
    ["Hello", "{\\i1}Bonjour{\\i0}"],
    ["I typed <i>", "<i>Bonjour</i>"],
  ])(
    "italics as others write them are override tags, unless %j has such tags as text",
    (source, expected) => {
      expect(translated(script(source), () => "<i>Bonjour</i>")).toBe(script(expected));
    },
  );

  test("a sign in several layers is one text, whatever its colours and borders", () => {
    const layers = ["{\\bord4\\pos(1,2)}Open", "{\\bord0\\1c&HFF&\\pos(1,2)}Open", "{shadow}Open"];
    expect(textsOf(script(...layers))).toEqual(["Open", "Open", "Open"]);
  });

  test.each([
    ["timed syllables", event("{\\k10}ka{\\kf20}ra{\\K30}o{\\ko5}ke")],
    ["lines that a karaoke script made", event("{\\pos(1,2)}ka", "fx")],
  ])("karaoke is left as it is, and said so: %s", (_, line) => {
    const text = script("Hello") + line;
    const { cues, oddities } = readText(text);
    expect(cues.map((cue) => cue.text)).toEqual(["Hello"]);
    expect(oddities).toEqual([
      { line: 16, what: "1 karaoke line, not translated and left out of other formats" },
    ]);
  });
});

describe("scripts as they are found", () => {
  test("without a Format line the usual order holds, and that is said", () => {
    const { cues, oddities } = readText(HEAD + event("a, b"));
    expect([cues[0]!.text, oddities[0]!.what]).toEqual([
      "a, b",
      "event before any Format line, read in the usual order of columns",
    ]);
  });

  test.each([
    ["cut off within a line", `Dialogue: 0,0:00:01.00,0:00`, "event with 3 columns of 10, left as written"],
    ["a time that can't be read", event("x").replace("0:00:01.00", "soon"), "time that can't be read"],
    ["times the wrong way round", event("x").replace("0:00:01.00", "9:00:01.00"), "event ends before it"],
    ["a line break within a text", `${event("a")}and b\n`, "text outside of any event"],
  ])("%s is reported", (_, line, what) => {
    const text = HEAD + COLUMNS + line;
    expect(readText(text).oddities[0]!.what).toContain(what);
    expect(translated(text, itself)).toBe(text);
  });

  test("a file that was cut off before its events is refused with a reason", () => {
    expect(() => readText("[Script Info]\nTitle: x\n")).toThrow("there is no section [Events]");
  });

  test("a line of a megabyte is read, and refused as a segment", () => {
    const text = script("x".repeat(1_000_000));
    const document = readText(text);
    expect(write(document, ["y"])).toBe(script("y"));
    expect(() => refuseLongSegments(document)).toThrow("line 15: a segment of 1000000 characters");
  });

  test.each([
    ["a BOM and CRLF", Buffer.from(`\uFEFF${script("é", "ü").replaceAll("\n", "\r\n")}`), undefined],
    ["line endings of all kinds", Buffer.from(script("é", "ü").replace("\n", "\r\n")), undefined],
    ["UTF-16", Buffer.from(`\uFEFF${script("é")}`, "utf16le"), undefined],
    ["an older encoding", Buffer.from(script("é"), "latin1"), "windows-1252"],
  ])("%s stay", (_, bytes, encoding) => {
    const document = read("a.ass", bytes, { encoding });
    expect(document.cues[0]!.text).toBe("é");
    expect(encode(write(document, ["é"]), document.encoding).bytes.equals(bytes)).toBe(true);
  });

  test.each([
    ["a.srt", script("x"), "ass", "named SubRip but written as Advanced SubStation Alpha"],
    ["a.ssa", script("x"), "ass", "named SubStation Alpha 4 but written as Advanced SubStation Alpha"],
    ["a.ass", "1\n00:00:01,000 --> 00:00:02,000\nx\n", "srt", "but written as SubRip"],
    ["a.ass", "WEBVTT\n\n00:01.000 --> 00:02.000\nx\n", "vtt", "but written as WebVTT"],
  ])("the name %s is not believed over the content", (name, text, format, what) => {
    const document = readText(text, name);
    expect([document.format, document.cues.length]).toEqual([format, 1]);
    expect(document.oddities[0]!.what).toContain(what);
  });

  const piece = fc.constantFrom(
    ..."{ } {\\i1} {\\r} {\\p1} {\\p0} {note} {\\*note} {} \\N \\n \\h \\{ \\} \\ , text é {\\k10} {\\q2} <i> \\\u2060n ".split(
      " ",
    ),
    " ",
    "\n",
    "\r\n",
    "\nDialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,more ",
    "\n[Events]\n",
  );
  const anything = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

  test("whatever is in it: translated into itself it is the same", () => {
    fc.assert(
      fc.property(anything, (body) => {
        const text = script(`x${body}`);
        expect(translated(text, itself)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test("whatever is in it: with more text in front, that is all that is read back", () => {
    fc.assert(
      fc.property(anything, (body) => {
        const text = script(`x${body}`);
        const more = (line: string) => `more ${line}`;
        expect(textsOf(translated(text, more))).toEqual(textsOf(text).map(more));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("conversion", () => {
  test.each([
    ["srt", "1\n00:00:01,000 --> 00:00:02,500\n<i>Tom</i> & <b>Jerry</b>\nand <u>I { you</u>\n"],
    ["vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<i>Tom</i> &amp; <b>Jerry</b>\nand <u>I { you</u>\n"],
  ])("to %s: bold, italics and underline stay, other codes and comments go", (format, expected) => {
    const text = script("{\\i1}Tom{\\r} & {\\b700\\bord2}Jerry{\\b0}{why?}\\Nand\\h{\\u1}I \\{ you");
    expect(write(readText(text), [], format)).toBe(expected);
  });

  test("styles that overlap are nested", () => {
    const document = readText(script("{\\i1}a{\\b1}b{\\i0}c"));
    expect(write(document, [], "txt")).toBe("abc\n");
    expect(write(document, [], "srt")).toContain("<i>a<b>b</b></i><b>c</b>");
  });

  test.each(["ass", "ssa"])("to %s: a whole script that is read back with the same lines", (format) => {
    const lines = "1\n00:00:01,000 --> 00:00:02,505\n<i>Tom</i> {a} C:\\new\nJerry\n";
    const text = write(read("a.srt", Buffer.from(lines)), [], format);
    const { cues, oddities } = readText(text, `a.${format}`);
    expect(oddities).toEqual([]);
    expect(cues).toMatchObject([{ start: 1000, end: 2510, text: "{\\i1}Tom{\\i0} \\{a} C:\\new\nJerry" }]);
  });
});

test("a script is translated and exported, with all but the text as it was", async () => {
  const here = world();
  const text = script("{\\an8}Good evening to you.\\NAnd welcome.", "{\\k10}ka{\\k20}ra");
  const file = here.file("film.ass", text);
  const { data } = await here.json("add", file, "--to", "fr", "--from", "en");
  const { id } = data.files[0].projects[0];
  await here.cli("tick");
  expect(await statusOf(here, id)).toBe("completed");
  const { out } = await here.cli("export", id, "-o", "-");
  const [first, second] = out.split("\n").slice(14);
  expect(first).toMatch(/^Dialogue: 0,0:00:01.00,0:00:02.50,Default,Ann,0,0,0,,\{\\an8\}\[pseudo fr\].*\\N/);
  expect(`${second}\n`).toBe(event("{\\k10}ka{\\k20}ra"));
});

const real = [...corpusFiles("ass", ".ass", ".ssa"), ...corpusFiles("torture", ".ass", ".ssa")];

test.runIf(hasCorpora)("real scripts are found", () => {
  expect(real.length).toBeGreaterThan(8);
});

test.each(real)("%s translated into itself is the same file, and no drawing is text", (name) => {
  const bytes = readCorpus(name);
  const { encoding, ...document } = read(name, bytes);
  const texts = document.cues.map(({ text }) => text);
  expect(encode(write(document, texts), encoding).bytes.equals(bytes)).toBe(true);
  expect(texts.filter((text) => /(?:^|\})\s*m(?: -?[\d.]+){2}/.test(text))).toEqual([]);

  const changed = texts.map((text) => `${text}!`);
  const again = read(name, Buffer.from(write(document, changed)));
  expect(again.cues.map(({ text }) => text)).toEqual(changed);
});
