import { describe, expect, test } from "vitest";
import { spokenLanguage } from "../src/core/spoken-language.js";
import { readHeard } from "../src/transcription/read-heard.js";
import { corpusFiles, readCorpus } from "./support/corpora.js";

const TIMED = { timed: true, duration: 10_000 };
const UNTIMED = { timed: false, duration: 10_000 };

const bytesOf = (reply: unknown) => Buffer.from(typeof reply === "string" ? reply : JSON.stringify(reply));
const heard = (reply: unknown, wanted = TIMED, name: string | null = null) =>
  readHeard({ bytes: bytesOf(reply), name }, wanted);
const texts = (reply: unknown, wanted = TIMED) => heard(reply, wanted).segments.map(({ text }) => text);

const one = { start: 0, end: 1.5, text: " Hello there." };
const HELLO = [{ start: 0, end: 1500, text: "Hello there." }];

describe("a transcript is recognised by its content, whatever its name", () => {
  test.each([
    ["Whisper's JSON", { text: " Hello there.", segments: [one] }],
    ["whisper.cpp's JSON", { transcription: [{ offsets: { from: 0, to: 1500 }, text: " Hello there." }] }],
    ["a list of segments", [one]],
    ["JSON with ids that are strings", { segments: [{ id: "seg_001", ...one }] }],
    ["SRT", "1\n00:00:00,000 --> 00:00:01,500\nHello there.\n"],
    [
      "SRT with a byte order mark and CRLF",
      "\ufeff1\r\n00:00:00,000 --> 00:00:01,500\r\nHello\r\nthere.\r\n",
    ],
    ["WebVTT", "WEBVTT\n\n00:00.000 --> 00:01.500\nHello there.\n"],
    ["what whisper.cpp prints", "\n[00:00:00.000 --> 00:00:01.500]   Hello there.\n"],
    ["what Whisper prints", "Detecting language…\n[00:00.000 --> 00:01.500]  Hello there.\n"],
  ])("%s", (_, reply) => {
    for (const name of [null, "reply.txt", "reply.json", "reply.srt"])
      expect(heard(reply, TIMED, name).segments).toEqual(HELLO);
  });

  test("UTF-16", () => {
    const bytes = Buffer.from("\ufeff1\n00:00:00,000 --> 00:00:01,500\nHello there.\n", "utf16le");
    expect(readHeard({ bytes, name: null }, TIMED).segments).toEqual(HELLO);
  });

  test("words without segments become stretches that can be shown, and not one over the whole", () => {
    const words = Array.from({ length: 40 }, (_, index) => ({
      word: index % 10 === 9 ? `word${index}.` : `word${index}`,
      start: index * 0.5,
      end: index * 0.5 + 0.4,
    }));
    const { segments } = heard({ text: words.map(({ word }) => word).join(" "), words });
    expect(segments).toHaveLength(4);
    expect(segments[1]).toEqual({
      start: 5000,
      end: 9900,
      text: expect.stringMatching(/^word10 .* word19\.$/),
    });
  });
});

describe("what stands beside the text", () => {
  test("speakers, certainty and language", () => {
    const certain = { avg_logprob: -0.4, compression_ratio: 1.3, no_speech_prob: 0.02 };
    const reply = { language: "english", segments: [{ ...one, speaker: "A", ...certain }] };
    expect(heard(reply)).toEqual({
      language: "en",
      segments: [{ ...HELLO[0], speaker: "A", noSpeech: 0.02, logprob: -0.4, compression: 1.3 }],
    });
  });

  test("constants that a server fills in are no certainty", () => {
    const constant = { avg_logprob: 0, compression_ratio: 1, no_speech_prob: 0 };
    expect(heard({ segments: [{ ...one, ...constant }] }).segments).toEqual(HELLO);
    expect(heard({ segments: [{ ...one, ...constant, compression_ratio: 1.5 }] }).segments[0]).toMatchObject({
      noSpeech: 0,
      logprob: 0,
      compression: 1.5,
    });
  });

  test("belongs to its own segment where others are left out or say the same", () => {
    const said = (text: unknown, speaker: string, at: number) => ({ start: at, end: at + 1, text, speaker });
    const segments = [said(null, "X", 0), said("Yes.", "A", 1), said("", "X", 2), said("Yes.", "B", 3)];
    expect(heard({ segments }).segments.map(({ speaker }) => speaker)).toEqual(["A", "B"]);
  });

  test.each([
    ["WEBVTT\n\n00:00.000 --> 00:01.500\n<v Ann>Hello there.</v>\n", "Ann"],
    ["1\n00:00:00,000 --> 00:00:01,500\n[SPEAKER_01]: Hello there.\n", "SPEAKER_01"],
    [{ segments: [{ ...one, speaker: 2 }] }, "2"],
  ])("speakers as other formats have them", (reply, speaker) => {
    expect(heard(reply).segments).toEqual([{ ...HELLO[0], speaker }]);
  });

  test.each([
    ["english", "en"],
    ["English", "en"],
    ["en", "en"],
    ["pt-BR", "pt-BR"],
    ["haitian creole", "ht"],
    ["cantonese", "yue"],
    ["maori", "mi"],
    ["myanmar", "my"],
    ["hawaiian", "haw"],
    ["nynorsk", "nn"],
    ["norwegian", "no"],
    ["tagalog", "fil"],
    ["jw", "jv"],
    ["auto", undefined],
    ["", undefined],
    ["klingonish", undefined],
    [null, undefined],
    [7, undefined],
  ])("the language %s is %s", (said, tag) => {
    expect(spokenLanguage(said)).toBe(tag);
    expect(heard({ language: said, segments: [one] }).language).toBe(tag);
  });

  test("whisper.cpp has the language in its result", () => {
    const transcription = [{ offsets: { from: 0, to: 1500 }, text: "Bonjour." }];
    expect(heard({ result: { language: "fr" }, transcription }).language).toBe("fr");
  });
});

describe("times", () => {
  test("that some segments lack come from their neighbours", () => {
    const segments = [
      { start: 0, end: 1, text: "a" },
      { start: null, end: null, text: "b" },
      { start: 4, end: null, text: "c" },
    ];
    expect(heard({ segments }).segments).toEqual([
      { start: 0, end: 1000, text: "a" },
      { start: 1000, end: 4000, text: "b" },
      { start: 4000, end: 10_000, text: "c" },
    ]);
  });

  test("that run backward are left to the guards", () => {
    expect(heard({ segments: [{ start: 5, end: 3, text: "a" }] }).segments).toEqual([
      { start: 5000, end: 3000, text: "a" },
    ]);
  });

  const TIMELESS = [
    ["text alone", "Hello there.\n"],
    ["JSON with a text alone", { text: "Hello there." }],
    ["verbose JSON with a text alone", { task: "transcribe", language: "english", text: "Hello there." }],
    ["segments that are null", { text: "Hello there.", segments: null }],
    ["no segments", { text: "Hello there.", segments: [] }],
    [
      "segments filled with nulls",
      { text: "Hello there.", segments: [{ id: null, start: null, end: null, text: null }] },
    ],
    ["segments without times", { segments: [{ text: "Hello there." }] }],
    ["a text in brackets", "[Music] Hello there."],
  ] as const;

  test.each(TIMELESS)("%s is refused where they are needed", (_, reply) => {
    expect(() => heard(reply)).toThrow(
      expect.objectContaining({
        name: "NeverAgain",
        code: "no_times",
        message: expect.stringContaining("TRANSCRON_TRANSCRIBE_MODEL"),
      }),
    );
  });

  test.each(TIMELESS)("%s is one segment where they are not", (_, reply) => {
    expect(heard(reply, UNTIMED).segments).toEqual([
      { start: 0, end: 10_000, text: expect.stringMatching(/^(\[Music\] )?Hello there\.$/) },
    ]);
  });
});

describe("nothing heard is an answer", () => {
  test.each([
    ["no bytes", ""],
    ["white space", " \n\n"],
    ["Whisper's JSON of silence", { text: "", segments: [], language: "english", duration: 8 }],
    ["JSON of an empty text", { text: "" }],
    ["segments of nothing", { segments: [{ start: 0, end: 1, text: " " }] }],
    ["WebVTT without cues", "WEBVTT\n\n"],
    ["pocketsphinx over silence", "<s> 0.000 0.040 0.998900\n<sil> 0.1 1.0 0.9\n</s> 2.310 2.440 1.000000\n"],
  ])("%s", (_, reply) => {
    expect(heard(reply).segments).toEqual([]);
  });
});

describe("what is no transcript is a bad reply, and never a crash", () => {
  test.each([
    ["a web page", "<!DOCTYPE html><html><body>Welcome</body></html>"],
    ["XML", '<?xml version="1.0"?><tt/>'],
    ["bytes of audio", "RIFF\0\0\0\0WAVEfmt "],
    ["JSON that breaks off", '{"text": "Hello there.", "segm'],
    ["a list that breaks off", '[{"start": 0, "text": "Hel'],
    ["JSON with something behind it", '{"text": "Hello"} trailing'],
    ["JSON in a Markdown fence's opening", '{text: "Hello"}'],
    ["an error with status 200", { error: { message: "model is loading", code: 500 } }],
    ["an error in one word", { error: "busy" }],
    ["FastAPI's detail", { detail: [{ msg: "field required" }] }],
    ["an empty object", {}],
    ["another object", { status: "queued", id: "job-1" }],
    ["a chat completion", { choices: [{ message: { content: "Hello" } }] }],
    ["segments of the wrong kind", { segments: "none" }],
    ["segments that are numbers", { segments: [1, 2, 3] }],
    ["a text that is a number", { text: 7 }],
    ["a text that is null", { text: null }],
    ["a list of numbers", [1, 2, 3]],
    ["times that no clock shows", { segments: [{ start: 1e300, end: 1e301, text: "Hello" }] }],
    ["JSON that is nested too deep", `{"segments": ${"[".repeat(600)}${"]".repeat(600)}}`],
    ["a time line and nothing more", "-->"],
    ["a transcript under another name, with other words", { output: "Hello there.", status: "done" }],
  ])("%s", (_, reply) => {
    for (const wanted of [TIMED, UNTIMED])
      expect(() => heard(reply, wanted)).toThrow(
        expect.objectContaining({ name: "RetryLater", code: "bad_reply" }),
      );
  });

  test("odd values in segments are passed over", () => {
    const odd = [null, 7, [], {}, { text: {} }, { text: "" }, one];
    expect(heard({ segments: odd, words: null, text: 3, language: {} }).segments).toEqual(HELLO);
    const strange = { ...one, speaker: {}, avg_logprob: "x", no_speech_prob: null, compression_ratio: [] };
    expect(heard({ segments: [strange] }).segments).toEqual(HELLO);
  });

  test("many segments without ends take no time that grows with their square", () => {
    const segments = Array.from({ length: 50_000 }, (_, index) => ({
      start: index,
      end: null,
      text: "same",
    }));
    const start = performance.now();
    expect(texts({ segments })).toHaveLength(50_000);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

test.each(corpusFiles("transcripts", ".json"))("%s is read with times inside each other", (file) => {
  const { segments } = readHeard({ bytes: readCorpus(file), name: null }, TIMED);
  expect(segments.length).toBeGreaterThan(0);
  for (const { start, end } of segments) expect(end).toBeGreaterThanOrEqual(start);
});
