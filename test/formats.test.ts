import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { WebVTTParser } from "webvtt-parser";
import { UserError } from "../src/errors.js";
import { encode } from "../src/formats/encoding.js";
import { MAX_BYTES, read, write } from "../src/formats/index.js";
import { srt } from "../src/formats/srt.js";

const readText = (name: string, text: string, options = {}) => read(name, Buffer.from(text), options);
const cuesOf = (name: string, text: string) =>
  readText(name, text).cues.map(({ start, end, text: payload }) => [start, end, payload]);
const same = (name: string, text: string) => {
  const { encoding, ...document } = readText(name, text);
  const again = write(
    document,
    document.cues.map((cue) => cue.text),
  );
  return encode(again, encoding).bytes.toString();
};

describe("SubRip as it is found", () => {
  test.each([
    ["plain", "1\n00:00:01,000 --> 00:00:02,500\nHello\n", [[1000, 2500, "Hello"]]],
    ["dots, one digit, no hours", "1\n0:1.5 --> 1:02:03.25\nx\n", [[1500, 3723250, "x"]]],
    ["a dot for the comma", "1\n00:00:01.5 --> 00:00:02.25\nHello\n", [[1500, 2250, "Hello"]]],
    ["hours over 99", "1\n100:00:00,000 --> 195:00:01,000\nHello\n", [[360000000, 702001000, "Hello"]]],
    [
      "no numbers",
      "00:00:01,000 --> 00:00:02,000\na\n\n00:00:03,000 --> 00:00:04,000\nb\n",
      [
        [1000, 2000, "a"],
        [3000, 4000, "b"],
      ],
    ],
    [
      "no blank line between cues",
      "1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:03,000 --> 00:00:04,000\nb",
      [
        [1000, 2000, "a"],
        [3000, 4000, "b"],
      ],
    ],
    [
      "a cue that says a number",
      "1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nb",
      [
        [1000, 2000, "42"],
        [3000, 4000, "b"],
      ],
    ],
    [
      "a blank line before and inside the text",
      "1\n00:00:01,000 --> 00:00:02,000\n\na\n\nb\n\n2\n00:00:03,000 --> 00:00:04,000\nc",
      [
        [1000, 2000, "a\n\nb"],
        [3000, 4000, "c"],
      ],
    ],
    [
      "an empty cue",
      "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nb",
      [
        [1000, 2000, ""],
        [3000, 4000, "b"],
      ],
    ],
    ["coordinates after the time", "1\n00:00:01,000 --> 00:00:02,000 X1:1 X2:2\na", [[1000, 2000, "a"]]],
    ["bare CR", "1\r00:00:01,000 --> 00:00:02,000\ra\rb\r", [[1000, 2000, "a\nb"]]],
  ])("%s", (_, text, cues) => {
    expect(cuesOf("talk.srt", text)).toEqual(cues);
    expect(same("talk.srt", text)).toBe(text);
  });

  test("odd things are told with their line, and nothing is dropped", () => {
    const { oddities, cues } = readText("a.srt", "junk\n1\n00:00:02,000 --> 00:00:01,000\na\n");
    expect(oddities).toEqual([
      { line: 1, what: "text before the first cue, left as it is" },
      { line: 3, what: "cue ends before it starts" },
    ]);
    expect(cues).toHaveLength(1);
  });

  test("a broken time line is reported wherever it is, before anything else", () => {
    const cue = (time: string) => `00:00:01,000 --> ${time}\na\n\n`;
    const { oddities } = readText(
      "a.srt",
      cue("00:00:02,000") + cue("O0:02") + cue("00:00:02,000") + cue("nn"),
    );
    expect(oddities.slice(0, 2).map(({ line }) => line)).toEqual([4, 10]);
    expect(oddities.filter(({ what }) => what.startsWith("time line that can't be read"))).toHaveLength(2);
  });

  test("a translation can't break the file: no blank line, no arrow", () => {
    const document = readText("a.srt", "1\r\n00:00:01,000 --> 00:00:02,000\r\na\r\nb\r\n");
    const text = write(document, ["x\n\ny --> z"]);
    expect(text).toBe("1\r\n00:00:01,000 --> 00:00:02,000\r\nx\r\ny -> z\r\n");
  });
});

describe("WebVTT", () => {
  const file =
    "\uFEFFWEBVTT - talk\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE a remark\n\nid-1\n00:01.000 --> 00:02.000 align:start position:10%\n<v Bob>Hello &amp; welcome\n\n00:00:03.000 --> 00:00:04.000\nBye\n";

  test("ids, settings, styles and notes stay where they are", () => {
    const document = readText("a.vtt", file);
    expect(document.cues.map(({ text }) => text)).toEqual(["<v Bob>Hello &amp; welcome", "Bye"]);
    const translated = encode(
      write(document, ["<v Bob>Bonjour &amp; bienvenue", "Adieu"]),
      document.encoding,
    ).bytes.toString();
    expect(translated).toBe(
      file.replace("Hello &amp; welcome", "Bonjour &amp; bienvenue").replace("Bye", "Adieu"),
    );
  });

  test("another parser reads the same cues", () => {
    const { cues } = new WebVTTParser().parse(file.slice(1), "metadata");
    expect(cues.map(({ startTime, endTime, text }) => [startTime * 1000, endTime * 1000, text])).toEqual(
      cuesOf("a.vtt", file),
    );
  });

  test("SubRip under a WebVTT name is read as SubRip, and said so", () => {
    const document = readText("a.vtt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n");
    expect(document.format).toBe("srt");
    expect(document.oddities[0]!.what).toBe("named WebVTT but written as SubRip");
  });

  test.each([
    ["Hello", "a < b & c > d", "a &lt; b &amp; c > d"],
    ["Hello", "<script>", "&lt;script>"],
    ["Hello", "x --> y", "x --&gt; y"],
    ["Hello", "a &lt; b &eacute; &#39; & c", "a &lt; b &eacute; &#39; &amp; c"],
    ["Hello", "<i>a</i>", "<i>a</i>"],
    ["Hello", "<a & b>", "&lt;a &amp; b>"],
    ["<v Bob>Hello <00:01.500><c.loud>you</c>", "<v Bob>a <b <00:01.500><c.loud>b</c>", null],
    ["<v Bob>Hello", "<v Tom>a", "&lt;v Tom>a"],
    ["R&D is <3", "R&D is <3 too", "R&D is &lt;3 too"],
    ["R&D is <3", "R&D is <3", "R&D is <3"],
  ])(
    "%s translated as %s is written %s: what is no markup of the line is escaped",
    (text, translation, written) => {
      const source = (payload: string) => `WEBVTT\n\n00:01.000 --> 00:02.000\n${payload}\n`;
      const expected = written ?? "<v Bob>a &lt;b <00:01.500><c.loud>b</c>";
      expect(write(readText("a.vtt", source(text)), [translation])).toBe(source(expected));
    },
  );

  test("what is no WebVTT is refused with a reason", () => {
    expect(() => readText("a.vtt", "Hello\n")).toThrow("the first line must begin with WEBVTT");
  });
});

describe("transcripts", () => {
  test("a Whisper file keeps its figures, and its whole text follows the segments", () => {
    const source =
      '{"text": " One. Two.", "segments": [{"id": 0, "start": 0.0, "end": 1.25, "text": " One.", "avg_logprob": -0.2860786020755768}, {"id": 1, "start": 1.25, "end": 2, "text": " Two."}], "language": "en"}';
    const document = readText("a.json", source);
    expect(document.cues.map(({ start, end, text }) => [start, end, text])).toEqual([
      [0, 1250, " One."],
      [1250, 2000, " Two."],
    ]);
    expect(write(document, [" Un.", ' "Deux".'])).toBe(
      source
        .replace('" One. Two."', '" Un. \\"Deux\\"."')
        .replace('" One."', '" Un."')
        .replace('" Two."', '" \\"Deux\\"."'),
    );
  });

  test("segments without text are told and left alone, and the whole text is written once", () => {
    const source =
      '{"text": "One. Two.", "segments": [{"start": 0, "end": 1, "text": "One."}, {"words": []}, {"start": 2, "end": 3, "text": "Two."}]}';
    const document = readText("a.json", source);
    expect(document.cues.map(({ text }) => text)).toEqual(["One.", "Two."]);
    expect(document.oddities).toMatchObject([{ line: 1, what: "a segment without text, left as it is" }]);
    expect(JSON.parse(write(document, ["Un.", "Deux."])).text).toBe("Un. Deux.");
  });

  test("a transcript whose segments are empty is its text", () => {
    const document = readText("a.json", '{"text": "Hello world.", "segments": [], "language": "en"}');
    expect(JSON.parse(write(document, ["Bonjour."]))).toEqual({
      text: "Bonjour.",
      segments: [],
      language: "en",
    });
  });

  test.each([
    ["a list of texts", '["one", "two"]', ["one", "two"]],
    ["a list of objects", '[{"start": 1, "end": 2, "text": "one"}]', ["one"]],
    [
      "a catalogue of messages",
      '{"title": "one", "menu": {"open": "two", "close": "three"}}',
      ["one", "two", "three"],
    ],
    [
      "words with one text",
      '{"text": "one two", "words": [{"text": "one", "start": 0.1, "end": 0.5}, {"text": "two", "start": 1, "end": 2}]}',
      ["one two"],
    ],
  ])("%s", (_, source, texts) => {
    expect(readText("a.json", source).cues.map(({ text }) => text)).toEqual(texts);
  });

  test("JSON lines may be strings or objects, a segment each", () => {
    const source = '{"start": 0, "end": 1, "text": "one", "id": 7}\n\n"two"\r\n';
    const document = readText("a.jsonl", source);
    expect(write(document, ["un", "deux"])).toBe(
      '{"start": 0, "end": 1, "text": "un", "id": 7}\n\n"deux"\r\n',
    );
  });

  test.each([
    ["a.json", '{"a": 1', "not JSON: ValueExpected at line 1"],
    ["a.json", "{}", "no text found in this JSON"],
    ["a.json", '{"a": [1, 2]}', "no text found in this JSON"],
    ["a.jsonl", '"one"\n{"id": 3}', "line 2 of this JSONL"],
  ])("%s: %s is refused: %s", (name, text, message) => {
    expect(() => readText(name, text)).toThrow(
      message.replace("ValueExpected", name === "a.json" && text.endsWith("1") ? "CloseBraceExpected" : ""),
    );
  });
});

describe("plain text", () => {
  test("a line is a segment; a paragraph is one where that is asked for", () => {
    const text = "One\r\ntwo.\r\n\r\nThree.";
    expect(readText("a.txt", text).cues.map((cue) => cue.text)).toEqual(["One", "two.", "Three."]);
    const paragraphs = readText("a.txt", text, { format: "paragraphs" });
    expect(paragraphs.cues.map((cue) => cue.text)).toEqual(["One\ntwo.", "Three."]);
    expect(write(paragraphs, ["Un\ndeux.", "Trois."])).toBe("Un\r\ndeux.\r\n\r\nTrois.");
  });
});

describe("conversion", () => {
  const srt = "1\n00:00:01,000 --> 00:00:02,500\n{\\an8}<i>Tom</i> & <font color=red>Jerry</font>\n";

  test.each([
    ["vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<i>Tom</i> &amp; Jerry\n"],
    ["txt", "Tom & Jerry\n"],
    ["jsonl", '{"start":1,"end":2.5,"text":"Tom & Jerry"}\n'],
  ])("SubRip to %s", (format, expected) => {
    expect(write(readText("a.srt", srt), [], format)).toBe(expected);
  });

  test("WebVTT to SubRip: speakers are named, entities are characters, other tags go", () => {
    const vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Bob>Tom &amp; <c.loud>Jerry</c>\n";
    expect(write(readText("a.vtt", vtt), [], "srt")).toBe(
      "1\n00:00:01,000 --> 00:00:02,000\nBob: Tom & Jerry\n",
    );
  });

  test.each([
    ["vtt", "\na &lt; b &amp;\n<i>c</i> &lt;d>\n"],
    ["srt", "\na < b &\n<i>c</i> <d>\n"],
  ])("what looks like markup in a transcript, to %s", (format, expected) => {
    const source = JSON.stringify({
      segments: [{ start: 0, end: 1, text: " a < b &\r\n\r\n <i>c</i> <d>" }],
    });
    expect(write(readText("a.json", source), [], format)).toContain(expected);
  });

  test("a transcript with times to subtitles, and back to a transcript", () => {
    const json = readText("a.json", '{"segments": [{"start": 0, "end": 1.5, "text": " Hi."}]}');
    expect(write(json, [], "srt")).toBe("1\n00:00:00,000 --> 00:00:01,500\nHi.\n");
    expect(JSON.parse(write(readText("a.srt", srt), [], "json")).segments).toEqual([
      { id: 0, start: 1, end: 2.5, text: "Tom & Jerry" },
    ]);
  });

  test("text has no times to make subtitles of, and that is said", () => {
    expect(() => write(readText("a.txt", "one\n"), [], "srt")).toThrow("SubRip needs times");
  });
});

describe("encodings", () => {
  const cafe = "1\n00:00:01,000 --> 00:00:02,000\ncafé\n";

  test.each([
    ["UTF-16 with a BOM", Buffer.from(`\uFEFF${cafe}`, "utf16le"), undefined],
    ["UTF-16 without one", Buffer.from(cafe, "utf16le"), undefined],
    ["UTF-16, the other way round", Buffer.from(`\uFEFF${cafe}`, "utf16le").swap16(), undefined],
    ["an older one, when named", Buffer.from(cafe, "latin1"), "windows-1252"],
  ])("%s is read, and written the same way", (_, bytes, encoding) => {
    const document = read("a.srt", bytes, { encoding });
    expect(document.cues[0]!.text).toBe("café");
    expect(encode(write(document, []), document.encoding).bytes.equals(bytes)).toBe(true);
  });

  test("a translation that the encoding can't hold is written as UTF-8, and said so", () => {
    const document = read("a.srt", Buffer.from(cafe, "latin1"), { encoding: "windows-1252" });
    const { bytes, fell } = encode(write(document, ["кафе"]), document.encoding);
    expect([fell, bytes.toString().includes("кафе")]).toEqual([true, true]);
  });
});

describe("what can't be read", () => {
  test.each([
    ["an empty file", "a.srt", Buffer.from(""), "the file is empty"],
    [
      "a binary",
      "a.srt",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, ...Array(64).fill(1)]),
      "no text but a binary",
    ],
    ["zeros", "a.txt", Buffer.alloc(400), "no text but a binary"],
    ["a file without cues", "a.srt", Buffer.from("hello"), "no cue found"],
    ["an unknown ending", "a.docx", Buffer.from("hello"), "can't tell the format of a.docx"],
    ["too large a file", "a.txt", Buffer.alloc(MAX_BYTES + 1, 65), "32 MB are more than the 32 MB"],
    [
      "too many lines",
      "a.txt",
      Buffer.from("a\n".repeat(100_001)),
      "100001 segments are more than the 100000",
    ],
  ])("%s is refused with a reason", (_, name, bytes, message) => {
    expect(() => read(name, bytes)).toThrow(message);
  });

  test("a parser that fails in a way nobody thought of is an error of its file, to be reported", () => {
    const broken = vi.spyOn(srt, "parse").mockImplementation(() => {
      throw new RangeError("out of bounds");
    });
    onTestFinished(() => broken.mockRestore());
    expect(() => readText("a.srt", "x")).toThrow(UserError);
    expect(() => readText("a.srt", "x")).toThrow("please report it: RangeError: out of bounds");
  });
});

describe("whatever is in a file", () => {
  const piece = fc.constantFrom(
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "1",
    "2\n",
    "00:00:01,000 --> 00:00:02,000",
    "00:00:01.000 --> 00:00:02.000 align:start",
    "00:01.000 --> 00:02.000",
    "-->",
    "text",
    "<i>text</i>",
    "NOTE x",
    "STYLE",
    " ",
    "\t",
    "\0",
    "\uFEFF",
    "é",
    "日本",
    "&amp;",
    "WEBVTT",
  );
  const anything = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

  test.each(["a.srt", "a.vtt", "a.txt"])(
    "%s: translated into itself it is the same, or it is refused",
    (name) => {
      fc.assert(
        fc.property(anything, (body) => {
          const text =
            name === "a.vtt"
              ? `WEBVTT\n\n${body}`
              : name === "a.srt"
                ? `1\n00:00:01,000 --> 00:00:02,000\nx\n\n${body}`
                : `x${body}`;
          expect(same(name, text)).toBe(text);
        }),
        { numRuns: 1000 },
      );
    },
  );

  test.each(["a.srt", "a.vtt"])("%s: translations come back from the file, each at its cue", (name) => {
    fc.assert(
      fc.property(anything, (body) => {
        const head =
          name === "a.vtt"
            ? "WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\n"
            : "1\n00:00:01,000 --> 00:00:02,000\nx\n\n";
        const document = readText(name, head + body);
        const changed = document.cues.map(({ text }, index) => (text.trim() ? `translated ${index}` : text));
        const again = readText(name, write(document, changed), { format: document.format });
        expect(again.cues.map(({ text }) => text)).toEqual(changed);
      }),
      { numRuns: 1000 },
    );
  });

  // It differs from the specification's algorithm in two things: a comment with a time line is a cue with an odd id,
  // and its cues come in the order of their times, not in the file's.
  test("the WebVTT parser of the W3C finds the same cues in it", () => {
    fc.assert(
      fc.property(
        anything.filter((text) => !/\0|NOTE|STYLE/.test(text)),
        (body) => {
          const text = `WEBVTT\n\n${body}`;
          const other = new WebVTTParser().parse(text, "metadata").cues.map((cue) => cue.text);
          const ours = readText("a.vtt", text, { format: "vtt" }).cues.toSorted(
            (a, b) => a.start! - b.start! || b.end! - a.end!,
          );
          expect(ours.map((cue) => cue.text)).toEqual(other);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
