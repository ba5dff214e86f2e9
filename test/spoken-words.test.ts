import { describe, expect, test } from "vitest";
import { readHeard } from "../src/transcription/read-heard.js";
import { utterancesOf } from "../src/transcription/spoken-words.js";

const heard = (text: string) =>
  readHeard({ bytes: Buffer.from(text), name: null }, { timed: true, duration: null }).segments;

describe("pocketsphinx's words with times", () => {
  const PRINTED = `and not
<s> 3.170 3.280 1.000300
and(2) 3.290 3.730 0.985603
<sil> 3.740 3.980 0.828680
not 3.990 4.300 0.817730
</s> 4.310 4.760 1.000000
++um++ what
<s> 5.300 5.340 0.999200
[NOISE] 5.340 5.350 0.5
++um++ 5.350 5.360 0.4
what 5.360 5.600 0.285662
</s> 7.680 7.950 1.000000
`;

  test("become an utterance each, without fillers and numbers of pronunciations", () => {
    expect(heard(PRINTED)).toEqual([
      { start: 3290, end: 4300, text: "and not" },
      { start: 5360, end: 5600, text: "what" },
    ]);
  });

  test("with Windows' line ends are the same", () => {
    expect(heard(PRINTED.replaceAll("\n", "\r\n"))).toEqual(heard(PRINTED));
  });

  test("are not seen in a text that looks like one of them", () => {
    const text = "pi 3.141 2.718 1.414\n";
    expect(
      readHeard({ bytes: Buffer.from(text), name: null }, { timed: false, duration: 5000 }).segments,
    ).toEqual([{ start: 0, end: 5000, text: "pi 3.141 2.718 1.414" }]);
  });
});

describe("words are cut into what can be shown", () => {
  const words = (texts: readonly string[], step = 300) =>
    texts.map((text, index) => ({ start: index * step, end: index * step + step - 50, text }));
  const cut = (...args: Parameters<typeof words>) => utterancesOf(words(...args)).map(({ text }) => text);

  test("after sentences", () => {
    expect(cut(["Yes.", "I", "do!”", "So"])).toEqual(["Yes.", "I do!”", "So"]);
  });

  test("at a pause of a second", () => {
    const [one, two] = words(["one", "two"]);
    expect(utterancesOf([one!, { ...two!, start: one!.end + 1000, end: 5000 }])).toHaveLength(2);
    expect(utterancesOf([one!, { ...two!, start: one!.end + 999, end: 5000 }])).toHaveLength(1);
  });

  test("where another speaks", () => {
    const [one, two] = words(["one", "two"]);
    expect(
      utterancesOf([
        { ...one!, speaker: "A" },
        { ...two!, speaker: "B" },
      ]),
    ).toMatchObject([
      { speaker: "A", text: "one" },
      { speaker: "B", text: "two" },
    ]);
  });

  test("at two lines of text, and at seven seconds", () => {
    const long = cut(
      Array.from({ length: 60 }, () => "abcdefg"),
      100,
    );
    expect(Math.max(...long.map(({ length }) => length))).toBeLessThanOrEqual(84);
    const slow = utterancesOf(
      words(
        Array.from({ length: 60 }, () => "a"),
        900,
      ),
    );
    expect(Math.max(...slow.map(({ start, end }) => end - start))).toBeLessThanOrEqual(7000);
  });

  test("with punctuation joined to its word, and no spaces where a language has none", () => {
    expect(cut(["so", ",", "he", "said", "“no", "¿por", "qué"])).toEqual(["so, he said “no ¿por qué"]);
    expect(cut(["東京", "に", "行く"])).toEqual(["東京に行く"]);
  });
});
