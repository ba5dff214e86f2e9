import { describe, expect, test } from "vitest";
import type { HeardSegment } from "../src/core/heard.js";
import { coverage, ENOUGH_COVERED } from "../src/core/speech/coverage.js";
import { judgeHeard } from "../src/core/speech/judge.js";
import { leaveOut } from "../src/core/speech/leave-out.js";
import { planRepairs, type Repair, repaired } from "../src/core/speech/repairs.js";
import { from, heardAs, said, textsOf } from "./support/heard.js";

const DURATION = 60_000;
const judge = (segments: HeardSegment[], silences = [from(0, 0)]) =>
  judgeHeard({ heard: heardAs(...segments), duration: DURATION, silences, expectedLanguage: null }).marks;
const mark = (start: number, end: number) => ({
  code: "silent" as const,
  segments: [],
  stretch: from(start, end),
  reason: "",
});
const plan = (...marks: ReturnType<typeof mark>[]) =>
  planRepairs({ marks, duration: DURATION, most: 30_000 });

describe("what is asked for again", () => {
  test("is what is marked, with a second around it, within the recording", () => {
    expect(plan(mark(10, 12))).toEqual([from(9, 13)]);
    expect(plan(mark(0, 2), mark(58, 64))).toEqual([from(0, 3), from(57, 60)]);
  });

  test("is one stretch where that touches", () => {
    expect(plan(mark(20, 21), mark(10, 12), mark(13, 14))).toEqual([from(9, 15), from(19, 22)]);
  });

  test("is cut evenly where it is more than a request may have", () => {
    expect(plan(mark(1, 49))).toEqual([from(0, 25), from(25, 50)]);
  });

  test("is nothing where nothing is marked, or what is marked lies after the end", () => {
    expect(plan()).toEqual([]);
    expect(plan(mark(70, 80))).toEqual([]);
  });
});

describe("what is heard the second time", () => {
  const before = said(0, 9.5, "We went down to the river.");
  const bad = said(10, 20, "Thanks for watching!");
  const after = said(20.5, 28, "It was cold that day.");
  const marks = judge([before, bad, after], [from(10, 20)]);
  const repair = (...again: HeardSegment[]) =>
    repaired({
      heard: heardAs(before, bad, after),
      marks,
      repairs: [{ stretch: planRepairs({ marks, duration: DURATION, most: DURATION })[0]!, again }],
    });

  test("takes the place of what was marked", () => {
    expect(textsOf(repair(said(12, 14, "Mind the step.")))).toEqual([
      before.text,
      "Mind the step.",
      after.text,
    ]);
  });

  test("keeps words of the neighbours once", () => {
    const mended = repair(
      said(9, 9.4, "the river."),
      said(12, 14, "Mind the step."),
      said(20.6, 21, "It was"),
    );
    expect(textsOf(mended)).toEqual([before.text, "Mind the step.", after.text]);
  });

  test("begins in the middle of a word, so what stood before it stays", () => {
    const short = said(9.05, 9.4, "Now then.");
    const found = judge([short, bad], [from(10, 20)]);
    const mended = repaired({
      heard: heardAs(short, bad),
      marks: found,
      repairs: [{ stretch: from(9, 21), again: [said(9, 9.45, "en."), said(12, 14, "Mind the step.")] }],
    });
    expect(textsOf(mended)).toEqual(["Now then.", "Mind the step."]);
  });

  test("may be nothing: then only what was marked goes", () => {
    expect(textsOf(repair())).toEqual([before.text, after.text]);
  });

  test("takes away no text between two marks that nothing was held against", () => {
    const row = [said(10, 12, "Thank you."), said(12.5, 14, "Mind the step."), said(14.5, 16, "Thank you.")];
    const doubts = judge(row, [from(9, 12.2), from(14.2, 17)]);
    const unanswered: Repair = { stretch: from(9, 17), again: [] };
    expect(doubts.map(({ segments }) => segments)).toEqual([[0], [2]]);
    const mended = repaired({ heard: heardAs(...row), marks: doubts, repairs: [unanswered] });
    expect(textsOf(mended)).toEqual(["Mind the step."]);
  });

  test("leaves a stretch that was not answered as it was", () => {
    expect(textsOf(repaired({ heard: heardAs(before, bad, after), marks, repairs: [] }))).toHaveLength(3);
  });

  test("replaces text without a duration", () => {
    const timeless = said(15, 15, "Thank you.");
    const found = judge([before, timeless, after]);
    const mended = repaired({
      heard: heardAs(before, timeless, after),
      marks: found,
      repairs: [{ stretch: from(14, 16), again: [said(14.5, 15.5, "Mind the step.")] }],
    });
    expect(textsOf(mended)).toEqual([before.text, "Mind the step.", after.text]);
  });
});

describe("what is still bad", () => {
  test("is left out with a note that quotes nothing", () => {
    const segments = [said(0, 9, "We went down to the river."), said(10, 20, "Thanks for watching!")];
    const { heard, notes } = leaveOut(heardAs(...segments), judge(segments, [from(10, 20)]));
    expect(textsOf(heard)).toEqual(["We went down to the river."]);
    expect(notes).toEqual(["left out: text where the recording is silent (00:00:10 to 00:00:20)"]);
  });

  test("stays where only its times are odd", () => {
    const segments = [said(0, 9, "We went down to the river."), said(7, 20, "It was cold that day.")];
    const { heard, notes } = leaveOut(heardAs(...segments), judge(segments));
    expect(heard.segments).toEqual(segments);
    expect(notes).toEqual(["kept: text over other text of the same speaker (00:00:07 to 00:00:20)"]);
  });
});

describe("how much of the sound has text", () => {
  const covered = (segments: HeardSegment[], silences = [from(0, 0)], empty = [from(0, 0)]) =>
    coverage(heardAs(...segments), { duration: DURATION, silences, empty });

  test("is a share of what is not silent", () => {
    expect(covered([said(0, 30, "One.")])).toBe(0.5);
    expect(covered([said(0, 30, "One.")], [from(20, 60)])).toBe(1);
    expect(covered([said(0, 10, "One.")], [from(40, 60)])).toBe(0.25);
  });

  test("short pauses are covered, and overlaps count once", () => {
    expect(covered([said(0, 14, "One."), said(16, 30, "Two."), said(16, 30, "Two.")])).toBe(0.5);
    expect(covered([said(0, 10, "One."), said(20, 30, "Two.")])).toBeCloseTo(1 / 3);
  });

  test("segments without text cover nothing", () => {
    expect(covered([said(0, 30, "One."), said(30, 60, " ")])).toBe(0.5);
  });

  test("music that was asked for twice without an answer counts neither way", () => {
    expect(covered([said(0, 15, "One.")], [], [from(10, 60)])).toBe(1);
    expect(covered([said(0, 15, "One.")], [], [from(30, 60)])).toBe(0.5);
    expect(covered([said(0, 15, "One."), said(30, 45, "Two.")], [], [from(0, 30)])).toBeCloseTo(2 / 3);
  });

  test("a silent recording is covered, and one with sound but no text is not", () => {
    expect(covered([], [from(0, 60)])).toBe(1);
    expect(covered([], [from(0, 59.5)])).toBe(1);
    expect(covered([], [from(0, 30)])).toBe(0);
    expect(covered([], [], [from(0, 60)])).toBe(0);
    expect(ENOUGH_COVERED).toBeGreaterThan(0);
  });
});
