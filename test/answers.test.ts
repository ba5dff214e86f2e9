import { describe, expect, test } from "vitest";
import {
  confirmed,
  credit as creditOf,
  isHeld,
  type LineAnswer,
  rejectedAfter,
} from "../src/core/answers.js";
import { CHECKS, type CheckCode } from "../src/core/checks.js";
import type { Origin } from "../src/core/model.js";
import { type Ask, firstAsk, planRepair } from "../src/core/repair.js";

const answer = (text: string, ...marks: CheckCode[]): LineAnswer => ({ text, marks });
const COPY = answer("sudo apt install nginx", "untranslated");

/** An ask for lines that have been answered like this, one reply after another; undefined is no answer. */
function answered(lines: readonly number[], ...replies: (LineAnswer | undefined)[]): Ask {
  let ask = firstAsk(lines);
  for (const reply of replies) {
    const answers = new Map(reply ? lines.map((line) => [line, reply]) : []);
    ask = { ...ask, rejected: rejectedAfter(ask, answers) };
  }
  return ask;
}

const held = (...replies: (LineAnswer | undefined)[]) => isHeld(answered([0], ...replies), true);

describe("an answer that was rejected is held", () => {
  test("if the line alone was answered the same twice in a row; case and spacing don't count", () => {
    expect(held(COPY)).toBe(false);
    expect(held(COPY, COPY)).toBe(true);
    expect(held(COPY, answer(" Sudo  apt install nginx\n", "untranslated"))).toBe(true);
    expect(held(COPY, answer("sudo apt installe nginx", "untranslated"))).toBe(false);
    expect(held(answer("one", "loop"), COPY, COPY)).toBe(true);
  });

  test("not if something else, or nothing, was answered between", () => {
    expect(held(COPY, undefined, COPY)).toBe(false);
    expect(held(COPY, answer("", "empty"), COPY)).toBe(false);
    expect(held(COPY, answer("other", "untranslated"), COPY)).toBe(false);
  });

  test("not for what a batch answered", () => {
    expect(isHeld(answered([0, 1], COPY, COPY), true)).toBe(false);
    const alone = { ...answered([0, 1], COPY), lines: [0] };
    const rejected = rejectedAfter(alone, new Map([[0, COPY]]));
    expect(isHeld({ ...alone, rejected }, true)).toBe(false);
  });

  test("after one answer to the line alone, where asking again would bring the same", () => {
    expect(isHeld(answered([0], COPY), false)).toBe(true);
    expect(isHeld(answered([0, 1], COPY), false)).toBe(false);
  });

  test("not if a doubted answer to the line waits to be stored", () => {
    expect(isHeld({ ...answered([0], COPY, COPY), doubts: new Map([[0, answer("oui")]]) }, true)).toBe(false);
  });

  const MAY_BE_RIGHT = ["untranslated", "same", "loop", "fast", "wide"];

  test.each(Object.keys(CHECKS) as CheckCode[])("%s: only for marks that a right answer may have", (mark) => {
    const one = answer("text", mark);
    const beside = answer("text", "untranslated", mark);
    expect([held(one, one), held(beside, beside)]).toEqual(Array(2).fill(MAY_BE_RIGHT.includes(mark)));
  });
});

describe("a line that is held", () => {
  const bad = { kind: "read", marks: new Map([[0, ["untranslated" as const]]]) } as const;

  test("keeps its ask, also after its last try, and for an engine too", () => {
    const last = { ...answered([0], COPY, COPY), tries: 2 };
    expect(planRepair(last, bad, true)).toMatchObject({
      asks: [{ rung: "single", tries: 3 }],
      fail: new Map(),
    });
    expect(planRepair(answered([0], COPY), bad, false)).toMatchObject({
      asks: [{ tries: 1 }],
      fail: new Map(),
    });
  });

  test("fails after its last try if it is not held any more", () => {
    const last = { ...answered([0], COPY, COPY, answer("other", "untranslated")), tries: 2 };
    expect([...planRepair(last, bad, true).fail]).toEqual([[0, "untranslated"]]);
  });

  test.each(["refused", "truncated"] as const)("fails at once when it is %s", (kind) => {
    expect([...planRepair(answered([0], COPY, COPY), { kind }, true).fail]).toEqual([[0, kind]]);
  });

  test("is stored with one mark for all that was held against it", () => {
    expect(confirmed(answer("a b", "untranslated", "same", "fast"))).toEqual(
      answer("a b", "fast", "confirmed"),
    );
  });
});

test("the last answer to a line is kept through replies that have none, and without those that say nothing", () => {
  const last = (...replies: (LineAnswer | undefined)[]) => answered([0], ...replies).rejected.get(0)?.text;
  expect(last(COPY, undefined, answer("", "empty"), answer("…", "endless"))).toBe(COPY.text);
  expect(last(COPY, answer("other", "markup"))).toBe("other");
  expect(last(undefined, answer(" ", "empty"))).toBeUndefined();
});

describe("an endpoint is believed about", () => {
  let sequence = 0;
  const line = (origin: Origin | null, marks: CheckCode[] = [], text = `line ${++sequence}`) => ({
    ...{ text, origin, marks },
    index: ++sequence,
  });
  const credit = (lines: ReturnType<typeof line>[]) =>
    creditOf(lines, new Set(lines.map(({ index }) => index)));

  test("as many lines as it has translated, asked or from its memory, less those it was believed about", () => {
    expect(credit([])).toBe(0);
    expect(credit([line("provider"), line("memory"), line("provider", ["fast", "wide"])])).toBe(3);
    expect(credit([line("provider"), line("memory"), line("provider", ["confirmed"])])).toBe(1);
    expect(credit([line("provider"), line("provider", ["wide", "confirmed"]), line(null)])).toBe(0);
    expect(credit([line("provider", ["unproved"]), line("provider", ["unproved", "same"])])).toBe(1);
  });

  test("none for lines that it did not translate, or that something is held against", () => {
    const marked = (["same", "language", "number", "variant"] as const).map((mark) =>
      line("provider", [mark]),
    );
    expect(credit([line("verbatim"), line("hand"), line("duplicate"), line(null), ...marked])).toBe(0);
  });

  test("none for lines that another endpoint translated, which its memory does not have", () => {
    const [own, other] = [line("provider"), line("provider")];
    expect(creditOf([own, other], new Set([own.index]))).toBe(1);
  });

  test("one for a text that comes many times", () => {
    expect(credit(Array.from({ length: 5 }, () => line("memory", [], "Hello.")))).toBe(1);
    const twice = [line("provider", ["confirmed"], "ls -l"), line("duplicate", ["confirmed"], "ls -l")];
    expect(credit([line("provider"), line("provider"), ...twice])).toBe(1);
  });
});
