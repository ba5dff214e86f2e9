import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairLines, type Shown } from "../src/core/pairing.js";

/** Lines by when they are shown. */
const shown = (...spans: [start: number, end: number][]): Shown[] =>
  spans.map(([start, end]) => ({ start, end }));

/** Pairs as `0:0 1:- 2+3:1`, the source's lines first. */
const pairs = (sources: Shown[], translations: Shown[]) =>
  pairLines(sources, translations)
    .map((pairing) => `${pairing.sources.join("+") || "-"}:${pairing.translations.join("+") || "-"}`)
    .join(" ");

const UNTIMED: Shown = { start: null, end: null };

describe("lines of two files are paired", () => {
  const source = shown([0, 10], [10, 20], [30, 40]);

  test.each<[string, Shown[], Shown[], string]>([
    ["one by one where their times agree", source, source, "0:0 1:1 2:2"],
    ["one by one where their times nearly agree", source, shown([1, 9], [12, 19], [31, 44]), "0:0 1:1 2:2"],
    ["by position where a file has no times", source, [UNTIMED, UNTIMED], "0:0 1:1 2:-"],
    ["by position where both have none", [UNTIMED], [UNTIMED, UNTIMED], "0:0 -:1"],
    ["by time where a line is missing", source, shown([0, 10], [30, 40]), "0:0 1:- 2:1"],
    [
      "by time where a line is extra",
      source,
      shown([0, 10], [10, 20], [21, 29], [30, 40]),
      "0:0 1:1 -:2 2:3",
    ],
    [
      "by time where as many lines stand elsewhere",
      source,
      shown([10, 20], [30, 40], [50, 60]),
      "0:- 1:0 2:1 -:2",
    ],
    ["as a whole where a translator joined two", source, shown([0, 20], [30, 40]), "0+1:0 2:1"],
    [
      "as a whole where more than half of a line is in another's time",
      source,
      shown([0, 16], [30, 40]),
      "0+1:0 2:1",
    ],
    [
      "apart where less than half of a line is in another's time",
      source,
      shown([0, 14], [30, 40]),
      "0:0 1:- 2:1",
    ],
    ["as a whole where a translator split one", shown([0, 20], [30, 40]), source, "0:0+1 1:2"],
    [
      "where little of their time is common, but nothing else is near",
      shown([0, 10]),
      shown([8, 18], [40, 50]),
      "0:0 -:1",
    ],
    ["not where they only touch", shown([0, 10]), shown([10, 20], [40, 50]), "0:- -:0 -:1"],
    [
      "whatever their order in the file",
      shown([30, 40], [0, 10]),
      shown([0, 10], [30, 40], [50, 60]),
      "1:0 0:1 -:2",
    ],
    ["also where a line has no duration", shown([5, 5], [30, 40]), shown([0, 10]), "0:0 1:-"],
    ["with nothing where the other file is empty", source, [], "0:- 1:- 2:-"],
  ])("%s", (_, sources, translations, expected) => {
    expect(pairs(sources, translations)).toBe(expected);
  });

  test("and none is lost or paired twice", () => {
    const line = fc.record({ start: fc.nat(200), length: fc.integer({ min: -5, max: 30 }) });
    const file = fc.array(line.map(({ start, length }): Shown => ({ start, end: start + length })));
    fc.assert(
      fc.property(file, file, (sources, translations) => {
        const found = pairLines(sources, translations);
        const sorted = (indexes: number[]) => indexes.sort((a, b) => a - b);
        expect(sorted(found.flatMap((one) => one.sources))).toEqual([...sources.keys()]);
        expect(sorted(found.flatMap((one) => one.translations))).toEqual([...translations.keys()]);
      }),
    );
  });

  test("in time that is in proportion to the files, even where all is shown at once", () => {
    const all = Array.from({ length: 100_000 }, (): Shown => ({ start: 0, end: 1000 }));
    expect(pairLines(all, all.slice(1))).toHaveLength(1);
  });
});
