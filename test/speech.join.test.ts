import { describe, expect, test } from "vitest";
import type { HeardSegment } from "../src/core/heard.js";
import { type HeardPart, joinParts } from "../src/core/speech/join.js";
import { from, heardAs, said, textsOf } from "./support/heard.js";

/** Two parts of 100 seconds each; the second begins two seconds early where they overlap. */
const part = (at: number, segments: HeardSegment[], more: Partial<HeardPart> = {}): HeardPart => ({
  stretch: from(at * 100, at * 100 + 100),
  realStart: at * 100_000,
  heard: heardAs(...segments),
  overlaps: false,
  ...more,
});
const overlapping = (left: HeardSegment[], right: HeardSegment[]) =>
  joinParts([
    part(0, left, { stretch: from(0, 101) }),
    part(1, right, { stretch: from(99, 200), realStart: 99_000, overlaps: true }),
  ]);

test("times are moved by where a part truly begins, not by where it was planned to", () => {
  const { segments } = joinParts([
    part(0, [said(1, 2, "One.")]),
    part(1, [said(1, 2, "Two.")], { realStart: 99_980 }),
  ]);
  expect(segments).toEqual([said(1, 2, "One."), { start: 100_980, end: 101_980, text: "Two." }]);
});

test("segments come in the order of their times", () => {
  const joined = joinParts([part(0, [said(50, 52, "late"), said(10, 12, "early")])]);
  expect(textsOf(joined)).toEqual(["early", "late"]);
});

test("so do those of a part that begins a little before the last one's end", () => {
  const joined = joinParts([
    part(0, [said(99.9, 100, "late")]),
    part(1, [said(0.1, 2, "early")], { realStart: 99_500 }),
  ]);
  expect(textsOf(joined)).toEqual(["early", "late"]);
});

test("an end a little after the recording's is moved to it, and one far after it is left for the guards", () => {
  const ends = (end: number) => joinParts([part(0, [said(98, end, "The end.")])]).segments[0]!.end;
  expect(ends(100.4)).toBe(100_000);
  expect(ends(104)).toBe(104_000);
});

test("the language is the one that most of the text is in", () => {
  const inLanguage = (language: string, text: string) => ({ segments: [said(0, 1, text)], language });
  const parts = [part(0, []), part(1, []), part(2, [])];
  parts[0]!.heard = inLanguage("en", "Hi.");
  parts[1]!.heard = inLanguage("fr", "Bonjour à tous et bienvenue.");
  expect(joinParts(parts).language).toBe("fr");
  expect(joinParts([part(0, [said(0, 1, "Hi.")])])).not.toHaveProperty("language");
});

describe("what two parts heard is kept once", () => {
  test("a segment goes by its midpoint to one side", () => {
    const joined = overlapping(
      [said(95, 99.4, "We begin."), said(99.5, 100.9, "Then the rain")],
      [said(0.6, 2, "then the rain"), said(2, 5, "stopped at once.")],
    );
    expect(textsOf(joined)).toEqual(["We begin.", "then the rain", "stopped at once."]);
  });

  test("words that end one part and begin the other stand once", () => {
    const joined = overlapping(
      [said(90, 101, "Ask not what your country can do.")],
      [said(0.2, 8, "Can do for you, ask what you can do.")],
    );
    expect(textsOf(joined)).toEqual(["Ask not what your country can do.", "for you, ask what you can do."]);
    expect(joined.segments[1]!.start).toBe(101_000);
  });

  test("a word that the cut went through is heard from the other side", () => {
    const joined = overlapping(
      [said(90, 101, "Ask not what your country can do fo")],
      [said(0.2, 8, "Untry can do for you.")],
    );
    expect(textsOf(joined)).toEqual(["Ask not what your country can do", "for you."]);
  });

  test.each([
    ["the earlier", "can do fo", "Can do for you.", ["Ask what you can do", "for you."]],
    ["the later", "can do for", "n do for you.", ["Ask what you can do for", "you."]],
    ["neither, as far as is known", "can ho", "can tell you.", ["Ask what you can ho", "can tell you."]],
  ])("the cut went through a word of %s", (_, end, beginning, texts) => {
    const joined = overlapping([said(90, 101, `Ask what you ${end}`)], [said(0.2, 8, beginning)]);
    expect(textsOf(joined)).toEqual(texts);
  });

  test("one character in common is no repetition", () => {
    const joined = overlapping([said(90, 101, "きょうは")], [said(0.2, 8, "はい、そうです。")]);
    expect(textsOf(joined)).toEqual(["きょうは", "はい、そうです。"]);
  });

  test("what both sides heard differently stands once", () => {
    const joined = overlapping(
      [said(90, 98, "We begin."), said(99.6, 100.9, "Zen the rain")],
      [said(0.6, 3, "then it rained")],
    );
    expect(textsOf(joined)).toEqual(["We begin.", "then it rained"]);
  });

  test("so do characters where words are not divided", () => {
    const joined = overlapping([said(90, 101, "今日はいい天気です")], [said(0.2, 8, "天気ですね、本当に。")]);
    expect(textsOf(joined)).toEqual(["今日はいい天気です", "ね、本当に。"]);
  });

  test("what only one side heard is not lost, whichever side its midpoint is on", () => {
    const joined = overlapping(
      [said(90, 98, "Before."), said(100.3, 100.9, "Only here.")],
      [said(4, 8, "After.")],
    );
    expect(textsOf(joined)).toEqual(["Before.", "Only here.", "After."]);
    const other = overlapping(
      [said(90, 98, "Before.")],
      [said(0.1, 0.7, "Only there."), said(4, 8, "After.")],
    );
    expect(textsOf(other)).toEqual(["Before.", "Only there.", "After."]);
  });

  test("words that were said twice outside of the overlap stay", () => {
    const joined = overlapping([said(90, 97, "Never again.")], [said(3, 8, "Again and again.")]);
    expect(textsOf(joined)).toEqual(["Never again.", "Again and again."]);
  });

  test("parts that only touch keep all of theirs", () => {
    const joined = joinParts([part(0, [said(90, 100, "No, no")]), part(1, [said(0, 5, "no, no.")])]);
    expect(textsOf(joined)).toEqual(["No, no", "no, no."]);
  });
});

describe("the same label in two parts may be two people", () => {
  const speakers = (label: string) =>
    joinParts([
      part(0, [said(1, 2, "Yes.", { speaker: label })]),
      part(1, [said(1, 2, "No.", { speaker: label })]),
    ]).segments.map(({ speaker }) => speaker);

  test.each(["A", "3", "S1", "speaker_1", "SPEAKER_00", "Speaker A"])("%s is told apart", (label) => {
    expect(speakers(label)).toEqual([label, `${label} (part 2)`]);
  });

  test.each(["agent", "Marie", "Dr. No"])("%s is a name, and stays", (label) => {
    expect(speakers(label)).toEqual([label, label]);
  });
});
