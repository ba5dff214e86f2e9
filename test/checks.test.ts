import { describe, expect, test } from "vitest";
import { type CheckOptions, checkReply } from "../src/core/checks.js";
import { staysInLanguage } from "../src/core/function-words.js";
import { protect } from "../src/core/markup.js";
import { lineQuality } from "../src/core/quality.js";
import { read } from "../src/formats/index.js";
import { hasCorpora, readCorpus } from "./support/corpora.js";

const check = (
  pairs: [source: string, reply: string | undefined][],
  options: Partial<CheckOptions> = {},
  duration: number | null = null,
) =>
  checkReply(
    pairs.map(([source, reply]) => ({ source, reply, intact: true, duration })),
    { from: "en", to: "fr", ...options },
  );

/** Words of which none is like another, so many characters in all. */
const words = (length: number) =>
  Array.from({ length }, (_, word) =>
    (word + 1296).toString(36).replace(/\d/g, (d) => "qrstuvwxyz"[Number(d)]!),
  )
    .join(" ")
    .slice(0, length);

describe("a line alone", () => {
  test.each([
    ["a good line passes", "Good morning.", "Bonjour.", []],
    ["a missing line", "Good morning.", undefined, ["missing"]],
    ["an empty line", "Good morning.", " \u200B", ["empty"]],
    ["a copy of four words or more", "This is not right.", "this is  not right.", ["untranslated"]],
    ["a copy of up to three words may be right", "Okay, Mr. Smith", "Okay, Mr. Smith", ["same"]],
    [
      "a copy of nothing but names may be right",
      "John, Paul, George, Ringo",
      "John, Paul, George, Ringo",
      ["same"],
    ],
    ["a word said four times is one word", "No, no, no, no!", "No, no, no, no!", ["same"]],
    ["a number that got lost", "In 1969 we landed.", "Nous avons atterri.", ["number"]],
    ["a number in another notation is the same", "It cost 1,234.50.", "Cela a coûté 1 234,50.", []],
    ["a number up to twelve may be written out", "I have 3 cats.", "J'ai trois chats.", []],
    ["a loop", "Ha ha.", "ha ha ".repeat(30), ["loop", "overlong"]],
    ["far longer than its source", "Yes.", `Oui, et voici pourquoi : ${words(120)}`, ["overlong"]],
    ["not yet endless", "Yes.", words(1990), ["overlong"]],
    ["endless", "Yes.", words(2010), ["endless"]],
    ["as long as a long source asks for", words(1000), [...words(19_000)].reverse().join(""), ["overlong"]],
    ["with a NUL", "Yes.", "Oui\0.", ["control"]],
    ["with an escape sequence", "Yes.", "\x1b[mOui.", ["control"]],
    ["with a C1 control", "Yes.", "Oui\x9b.", ["control"]],
    ["with a control that its source has", "Yes\x07.", "Oui\x07.", []],
    ["with breaks and tabs", "Yes.", "Oui,\n\tmais\r\noui.\u0085Oui.\u200F", []],
  ])("%s", (_, source, reply, marks) => {
    expect(check([[source, reply]])).toEqual([marks]);
  });

  test.each([
    ["ru", "Good morning, my friend.", "Bonjour, mon ami.", ["script"]],
    ["ru", "Good morning, my friend.", "Доброе утро, друг.", []],
    ["ru", "NASA Apollo", "NASA Apollo", ["same"]],
    ["ja", "Good morning.", "おはようございます。", []],
    ["zh", "Run npm install", "运行 npm install", []],
    ["ja", "Run npm install --save-dev typescript", "npm install --save-dev typescriptを実行", []],
    ["sr", "Good morning, my friend.", "Dobro jutro, prijatelju.", []],
    ["sr-Cyrl", "Good morning, my friend.", "Dobro jutro, prijatelju.", ["script"]],
    ["ja", "Good morning.", "Good day to you.", ["script"]],
    ["ar", "In 1969 we landed.", "هبطنا في عام ١٩٦٩.", []],
    ["zh-Hant", "It was said here.", "这里说过这样的话。", ["variant"]],
    ["zh-Hant", "It was said here.", "這裡說過這樣的話。", []],
    ["art-x-mirror", "Good morning.", "Tbbq zbeavat.", []],
  ])("into %s: %s → %s", (to, source, reply, marks) => {
    expect(check([[source, reply]], { to })).toEqual([marks]);
  });

  test("more than can be read in its time, and wider than the screen, is stored with a mark", () => {
    const reply = "Une phrase bien plus longue que tout ce que l'on peut lire en si peu de temps.";
    expect(check([["A sentence.", reply]], {}, 1500)).toEqual([["fast", "wide"]]);
  });

  test("a line in the same language may stay as it is", () => {
    expect(
      check([["This is quite all right.", "This is quite all right."]], { from: "en-US", to: "en-GB" }),
    ).toEqual([[]]);
  });
});

describe("a reply that is no copy, but in the source language", () => {
  test.each([
    ["en", "fr", "That was not what we wanted to see.", true],
    ["en", "fr", "Ce n'est pas ce que nous voulions voir.", false],
    ["en", "de", "He said he would do it with the others.", true],
    ["en", "nl", "Dat is niet wat we wilden zien.", false],
    ["ru", "uk", "Это не то, что мы хотели, но они были там.", true],
    ["en", "fr", "The End", false],
    ["en", "tlh", "That was not what we wanted to see.", false],
  ])("%s into %s: %s", (from, to, reply, expected) => {
    expect(check([["Something else was said here.", reply]], { from, to })[0]!.includes("language")).toBe(
      expected,
    );
  });

  test.runIf(hasCorpora)(
    "is never seen in real translations, and found in most long lines that were left",
    () => {
      const texts = (name: string) => read(name, readCorpus(name)).cues.map(({ text }) => protect(text).text);
      let wrong = 0;
      let found = 0;
      let lines = 0;
      for (const to of ["de", "es", "fr"]) {
        const [source, target] = [texts("text/ntrex.en.txt"), texts(`text/ntrex.${to}.txt`)];
        wrong += target.filter((line) => staysInLanguage(line, "en", to)).length;
        const long = source.filter((line) => line.length > 60);
        lines += long.length;
        found += long.filter((line) => staysInLanguage(line, "en", to)).length;
      }
      expect(wrong).toBe(0);
      expect(found / lines).toBeGreaterThan(0.8);
    },
  );
});

describe("lines together", () => {
  test("a line that repeats another line's source is no translation", () => {
    const marks = check([
      ["The house is red.", "The garden is green."],
      ["The garden is green.", "Le jardin est vert."],
    ]);
    expect(marks).toEqual([["echo"], []]);
  });

  test("when over half of a batch comes back as it was, none of it is believed", () => {
    const marks = check([
      ["Okay", "Okay"],
      ["Emo", "Emo"],
      ["Good night, Emo.", "Bonne nuit, Emo."],
    ]);
    expect(marks).toEqual([["same", "untranslated"], ["same", "untranslated"], []]);
  });

  test("two different lines with one translation are doubted", () => {
    const marks = check([
      ["He never said that.", "Il n'a jamais dit cela."],
      ["Nobody knows the truth.", "Il n'a jamais dit cela."],
    ]);
    expect(marks[1]).toEqual(["repeated"]);
  });
});

test("quality falls with each mark that stays, most with doubts and least with layout", () => {
  expect([lineQuality([]), lineQuality(["same"]), lineQuality(["number", "wide"])]).toEqual([100, 85, 68]);
  expect(lineQuality(["fast", "wide"])).toBeGreaterThan(lineQuality(["same"]));
});
