import { describe, expect, test } from "vitest";
import { matchCues } from "../src/core/matching.js";

/** `A@1`: the text A from second 1 on; `A`: a text without times. */
const cuesOf = (list: string) =>
  list
    .split(" ")
    .filter(Boolean)
    .map((one) => {
      const [text, at] = one.split("@");
      const start = at === undefined ? null : Number(at) * 1000;
      return { text: text!, start, end: start === null ? null : start + 900 };
    });

/** What each line gets, by its text, and the cues that nobody gets. */
function matched(lines: string, cues: string) {
  const [before, after] = [cuesOf(lines), cuesOf(cues)];
  const { pairs, unmatched } = matchCues(before, after);
  return [
    pairs.map(([line, cue]) => `${before[line]!.text}${after[cue]!.text}`).join(" "),
    unmatched.map((cue) => after[cue]!.text).join(" "),
  ];
}

describe("a cue is that line's", () => {
  test.each([
    ["with the same times, whatever it says", "A@1 B@2 C@3", "A@1 x@2 C@3", "AA Bx CC"],
    ["wherever it stands in the file", "A@1 B@2", "y@2 x@1", "Ax By"],
    ["though others were deleted", "A@1 B@2 C@3", "x@3", "Cx"],
    ["though its times were changed, if no other says the same", "A@1 B@2", "A@1 B@7", "AA BB"],
    ["at the same place where there are no times", "A B C", "A x C", "AA Bx CC"],
    ["also where lines say the same", "A B A", "x B A", "Ax BB AA"],
    ["at the same place of those with equal times", "A@1 B@1 C@2", "A@1 x@1 C@2", "AA Bx CC"],
    ["whose times were only rounded, whatever it says", "A@1.013 B@2.987", "x@1.01 y@2.99", "Ax By"],
    ["of a frame nearby", "A@1.013 B@2.987", "x@1.04 y@3", "Ax By"],
    ["where several with rounded times have the same", "A@1.013 B@1.013", "A@1.01 x@1.01", "AA Bx"],
    ["to the millisecond, though another is near", "A@1 B@1.02", "x@1 B@1.02", "Ax BB"],
    ["with its text, where others without times were added", "A B C", "A x B C", "AA BB CC"],
  ])("%s", (_, lines, cues, pairs) => {
    expect(matched(lines, cues)[0]).toBe(pairs);
  });
});

describe("a cue is no line's for certain", () => {
  test.each([
    ["with new times and a new text", "A@1 B@2", "A@1 x@7", "AA", "x"],
    ["whose times were changed by more than a rounding", "A@1 B@2", "x@1.06 B@2", "BB", "x"],
    ["near two lines", "A@1.013 B@1.017", "x@1.015", "", "x"],
    ["beside another near the same line", "A@1.013", "x@1.01 y@1.02", "", "x y"],
    ["where a line of equal times may have moved", "A@1 B@1", "B@1 x@1", "BB", "x"],
    ["where a line without times may have moved", "A B C D", "A C x D", "AA CC DD", "x"],
    ["that was split in two", "A@1 B@2", "A@1 x@2 y@2", "AA", "x y"],
    ["that was added", "A B", "A x B", "AA BB", "x"],
    ["whose text two lines have", "A@1 A@2", "A@7", "", "A"],
  ])("%s", (_, lines, cues, pairs, unmatched) => {
    expect(matched(lines, cues)).toEqual([pairs, unmatched]);
  });
});
