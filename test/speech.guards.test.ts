import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { HeardSegment } from "../src/core/heard.js";
import { withoutConstants } from "../src/core/speech/certainty.js";
import { GUARDS } from "../src/core/speech/guards.js";
import { type Judging, judgeHeard } from "../src/core/speech/judge.js";
import { from, heardAs, said } from "./support/heard.js";

const MINUTE = 60;

/** Ten minutes without silences, any language right, unless said otherwise. */
const judge = (segments: HeardSegment[], about: Partial<Judging> = {}) =>
  judgeHeard({
    heard: heardAs(...segments),
    duration: 10 * MINUTE * 1000,
    silences: [],
    expectedLanguage: null,
    ...about,
  }).marks;

/** All marks but that of the minutes these few segments leave out. */
const marksOf = (segments: HeardSegment[], about: Partial<Judging> = {}) =>
  judge(segments, about)
    .filter(({ code }) => code !== "lost")
    .map(({ code, segments: at }) => `${code} ${at.join(",")}`);

const sentence = "We went down to the river.";

test("nothing is held against plain speech", () => {
  expect(marksOf([said(0, 3, sentence), said(3.1, 6, "It was cold, and nobody else was there.")])).toEqual(
    [],
  );
});

describe("text where there is no sound", () => {
  test("silence over four fifths of a segment is enough", () => {
    expect(marksOf([said(10, 20, sentence)], { silences: [from(12, 30)] })).toEqual(["silent 0"]);
    expect(marksOf([said(10, 20, sentence)], { silences: [from(12.1, 30)] })).toEqual([]);
  });

  test("silences that touch count as one, and none counts twice", () => {
    const silences = [from(12, 16), from(14, 16), from(16, 20)];
    expect(marksOf([said(10, 20, sentence)], { silences })).toEqual(["silent 0"]);
    expect(marksOf([said(10, 20, sentence)], { silences: [from(14, 18), from(14, 18)] })).toEqual([]);
  });

  test("so are levels 25 dB below the recording's mean", () => {
    const loudness = (level: number) => ({ mean: -20, every: 1000, levels: Array(600).fill(level) });
    expect(marksOf([said(10, 20, sentence)], { loudness: loudness(-46) })).toEqual(["silent 0"]);
    expect(marksOf([said(10, 20, sentence)], { loudness: loudness(-44) })).toEqual([]);
  });

  test("what says nothing is no text", () => {
    expect(marksOf([said(10, 20, "…")], { silences: [from(10, 20)] })).toEqual([]);
  });

  test("one loud second in ten makes a stretch no quiet one", () => {
    const levels = Array.from({ length: 600 }, (_, at) => (at === 15 ? -25 : -90));
    expect(marksOf([said(10, 20, sentence)], { loudness: { mean: -20, every: 1000, levels } })).toEqual([]);
  });

  test("the reason says so with the times of all segments in a row", () => {
    const [mark] = judge([said(724, 730, sentence), said(731, 751, "And then it rained.")], {
      duration: 752_000,
      silences: [from(720, 752)],
    }).filter(({ code }) => code === "silent");
    expect(mark).toMatchObject({
      segments: [0, 1],
      stretch: from(724, 751),
      reason: "text where the recording is silent (00:12:04 to 00:12:31)",
    });
  });
});

describe("stock phrases", () => {
  const phrases = [
    "Thanks for watching!",
    "Thank you.",
    " Subtitles by the Amara.org community",
    "Sous-titrage ST' 501",
    "Sous-titres réalisés par la communauté d'Amara.org",
    "Untertitel im Auftrag des ZDF für funk, 2017",
    "¡Gracias por ver el vídeo!",
    "Субтитры сделал DimaTorzok",
    "ご視聴ありがとうございました",
    "谢谢观看",
    "시청해주셔서 감사합니다.",
    "Sottotitoli e revisione a cura di QTSS",
    "Thank you. Bye!",
  ];

  test.each(phrases)("%s is one over half a silence, or where the recogniser heard no speech", (text) => {
    expect(marksOf([said(10, 14, text)], { silences: [from(12, 14)] })).toEqual(["phrase 0"]);
    expect(marksOf([said(10, 14, text, { noSpeech: 0.7 })])).toEqual(["phrase 0"]);
  });

  test.each(phrases)("%s may well be said", (text) => {
    expect(marksOf([said(10, 14, text, { noSpeech: 0.2 })], { silences: [from(13, 14)] })).toEqual([]);
  });

  test("other text over half a silence is none", () => {
    const about = "Subtitles by amateurs are often better than those of the studios, as everybody knows.";
    expect(marksOf([said(10, 16, about)], { silences: [from(12, 16)] })).toEqual([]);
    expect(marksOf([said(10, 14, "Thank you for the flowers.")], { silences: [from(12, 14)] })).toEqual([]);
  });
});

describe("loops", () => {
  const row = (...texts: string[]) => texts.map((text, at) => said(at * 3, at * 3 + 2, text));

  test("the same text three times in a row: the first is not held against it, but is heard again", () => {
    const [mark] = judge(row("So.", "I know it.", "i know it!", "I know it", "Well.")).filter(
      ({ code }) => code === "loop",
    );
    expect(mark).toMatchObject({ segments: [2, 3], stretch: from(3, 11) });
    expect(marksOf(row("I know it.", "I know it."))).toEqual([]);
  });

  test("two texts in turn, four times", () => {
    const twice = ["I know it.", "You don't."];
    expect(marksOf(row(...twice, ...twice, ...twice, ...twice))).toEqual(["loop 2,3,4,5,6,7"]);
    expect(marksOf(row(...twice, ...twice, ...twice))).toEqual([]);
  });

  test("what two speakers say to each other is none", () => {
    const segments = row("Yes.", "Yes.", "Yes.").map((one, at) => ({ ...one, speaker: "AB"[at % 2]! }));
    expect(marksOf(segments)).toEqual([]);
  });

  test("a long one is marked once", () => {
    const [mark, ...others] = marksOf(row(...Array(20).fill("I know it.")));
    expect([mark?.slice(0, 11), others]).toEqual(["loop 1,2,3,", []]);
  });

  test("sounds may repeat", () => {
    expect(marksOf(row("[Applause]", "[Applause]", "[Applause]", "♪ ♪"))).toEqual([]);
  });

  test.each([
    ["six words, four times", `Well, ${"I do not know that man. ".repeat(4)}`],
    ["one word, eight times", "90 ".repeat(8)],
    ["characters, where words are not divided", "ありがとう".repeat(4)],
    ["a word without end", `He said ${"ha".repeat(30)}`],
  ])("within a segment: %s", (_, text) => {
    expect(marksOf([said(0, 9, text)])).toEqual(["loop 0"]);
  });

  test.each(["No, no, no, no, no!", "I do not know that man. ".repeat(3), "はははは、そうですね"])(
    "%s is said by people",
    (text) => {
      expect(marksOf([said(0, 9, text)])).toEqual([]);
    },
  );

  test("what the recogniser itself takes for a repetition", () => {
    expect(marksOf([said(0, 9, sentence, { compression: 2.5 })])).toEqual(["compressed 0"]);
    expect(marksOf([said(0, 9, sentence, { compression: 2.3 })])).toEqual([]);
  });
});

describe("times that can't be right", () => {
  test.each([
    ["faster than most people speak", said(0, 1, "This sentence has too many letters."), "rushed 0"],
    ["as fast in characters that count twice", said(0, 1, "今日はいい天気ですねほんとうにそう"), "rushed 0"],
    ["faster than anybody speaks", said(0, 0.5, "This sentence has too many letters."), "fast 0"],
    ["hardly a word in half a minute", said(0, 25, "Yes."), "slow 0"],
    ["no duration", said(5, 5, sentence), "timeless 0"],
    ["backward", said(8, 5, sentence), "backward 0"],
    ["after the end", said(605, 608, sentence), "beyond 0"],
    ["over the end", said(597, 602, sentence), "overrun 0"],
    ["more than half a minute", said(0, 31, sentence), "long 0"],
  ])("%s", (_, segment, mark) => {
    expect(marksOf([segment])).toEqual([mark]);
  });

  test.each([
    ["a short word whose times are rounded", said(1.28, 1.31, "le")],
    ["one word held for five seconds", said(0, 5, "No")],
    ["a sound for half a minute", said(0, 30, "[Music]")],
    ["an end within a second of the recording's", said(597, 600.9, sentence)],
    ["nothing said", said(605, 605, " ")],
  ])("%s is all right", (_, segment) => {
    expect(marksOf([segment])).toEqual([]);
  });

  test("one speaker over himself by more than a second", () => {
    const over = (at: number, speaker?: string) => [
      said(0, 4, sentence, speaker ? { speaker: "A" } : {}),
      said(at, 6, "And so on.", speaker ? { speaker } : {}),
    ];
    expect(marksOf(over(2.9))).toEqual(["overlap 1"]);
    expect(marksOf(over(3))).toEqual([]);
    expect(marksOf(over(1, "A"))).toEqual(["overlap 1"]);
    expect(marksOf(over(1, "B"))).toEqual([]);
  });
});

describe("lost speech", () => {
  const lost = (until: number, silences = [from(0, 0)]) =>
    judge([said(0, 5, sentence), said(until, until + 4, "And so on.")], {
      duration: (until + 4) * 1000,
      silences,
    });

  test("is more than a minute without text, while there is sound", () => {
    expect(lost(66)).toMatchObject([{ code: "lost", segments: [], stretch: from(5, 66) }]);
    expect(lost(65)).toEqual([]);
  });

  test("silence is none, nor are a few noises in it", () => {
    expect(lost(300, [from(5, 300)])).toEqual([]);
    expect(lost(300, [from(24, 299.5)])).toEqual([]);
    expect(lost(300, [from(26, 299.5)])).toHaveLength(1);
  });

  test("may be at the beginning, at the end, and all there is", () => {
    const stretches = judge([said(100, 103, sentence)]).map(({ stretch }) => stretch);
    expect(stretches).toEqual([from(0, 100), from(103, 600)]);
    expect(judge([])).toMatchObject([{ reason: "no text, although there is sound (00:00:00 to 00:10:00)" }]);
  });
});

describe("another language than expected", () => {
  const english = "the river was cold and nobody of us wanted to swim in it at all on such a grey morning";
  const german = "der Fluss war kalt und niemand von uns allen wollte an diesem Tag darin schwimmen";
  const identify = (text: string) => (text.includes("Fluss") ? "de" : "en");
  const mixed = (germans: number) =>
    Array.from({ length: 10 }, (_, at) => said(at * 6, at * 6 + 5, at < germans ? german : english)).map(
      (one, at) => ({ ...one, text: `${one.text} ${"abcdefghij"[at]}` }),
    );

  test("is marked if it is more than three tenths of the text", () => {
    expect(marksOf(mixed(4), { expectedLanguage: "en-GB", identify })).toEqual(["language 0,1,2,3"]);
    expect(marksOf(mixed(3), { expectedLanguage: "en-GB", identify })).toEqual([]);
  });

  test("the reason names both", () => {
    const marks = judge(mixed(4), { expectedLanguage: "en", identify }).filter(
      ({ code }) => code === "language",
    );
    expect(marks[0]!.reason).toBe("text in German where English was expected (00:00:00 to 00:00:23)");
  });

  test("nothing is expected, nothing is marked; and what an identifier can't tell is right", () => {
    expect(marksOf(mixed(10), { identify })).toEqual([]);
    expect(marksOf(mixed(10), { expectedLanguage: "en", identify: () => undefined })).toEqual([]);
  });

  test("what is short is not asked about", () => {
    const short = Array.from({ length: 2 }, (_, at) =>
      said(at * 6, at * 6 + 5, at ? "Der Fluss." : "Ach so."),
    );
    expect(marksOf(short, { expectedLanguage: "en", identify: () => "de" })).toEqual([]);
  });

  test("another script is told without an identifier", () => {
    const russian = said(0, 8, "река была холодной, и никто из нас не хотел купаться в тот день");
    expect(marksOf([russian], { expectedLanguage: "en" })).toEqual(["language 0"]);
    expect(marksOf([said(0, 8, german)], { expectedLanguage: "ru" })).toEqual(["language 0"]);
    expect(marksOf([russian], { expectedLanguage: "ru" })).toEqual([]);
    expect(
      marksOf([said(0, 8, "那条河很冷，我们谁都不想在那天下水游泳")], { expectedLanguage: "ja" }),
    ).toEqual(["language 0"]);
  });
});

test("figures that a server sends with every segment, since it measures nothing, are unknown", () => {
  const constant = { logprob: 0, compression: 1, noSpeech: 0 };
  const measured = { logprob: -0.2, compression: 1, noSpeech: 0 };
  const heard = heardAs(said(0, 4, sentence, constant), said(4, 8, sentence, measured));
  expect(withoutConstants(heard)).toEqual(heardAs(said(0, 4, sentence), said(4, 8, sentence, measured)));
});

test.each(Object.entries(GUARDS))(
  "docs/transcription-guards.md tells of %s as the program does",
  (code, guard) => {
    const page = readFileSync(new URL("../docs/transcription-guards.md", import.meta.url), "utf8");
    expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| .+ \\| ${guard.fate} \\|$`, "m"));
  },
);
