import { describe, expect, test } from "vitest";
import { type PlannedPart, planCuts } from "../src/core/speech/cuts.js";
import { HOUR, MINUTE } from "../src/core/time.js";
import { from } from "./support/heard.js";

const MIB = 1024 * 1024;
const cut = (
  seconds: number,
  silences: ReturnType<typeof from>[],
  most: { bytes?: number; duration?: number },
) =>
  planCuts({
    duration: seconds * 1000,
    bytes: seconds * 4000,
    silences,
    most: { bytes: Infinity, duration: Infinity, ...most },
  });

describe("a recording is cut into as few even parts as both limits allow", () => {
  test("one within both limits is one part", () => {
    expect(cut(600, [], { bytes: 24 * MIB, duration: 600_000 })).toEqual([
      { ...from(0, 600), overlaps: false },
    ]);
  });

  test.each([
    ["its length", { duration: 310_000 }, 2],
    ["its size", { bytes: (600 * 4000) / 3 + 50_000 }, 3],
    ["the stricter of both", { duration: 310_000, bytes: (600 * 4000) / 4 + 50_000 }, 4],
  ])("the number is by %s", (_, most, count) => {
    expect(cut(600, [], most)).toHaveLength(count);
  });

  test("a recording without length has no parts", () => {
    expect(cut(0, [], { duration: 1000 })).toEqual([]);
  });

  test("a limit that nothing fits in is refused", () => {
    expect(() => cut(600, [], { duration: 0 })).toThrow("a part can't have at most 0 ms");
  });
});

describe("each cut moves to a silence", () => {
  const most = { duration: 330_000 };

  test("to the middle of the nearest one within ten seconds", () => {
    const parts = cut(600, [from(290, 291), from(304, 306), from(308, 309)], most);
    expect(parts).toEqual([
      { ...from(0, 305), overlaps: false },
      { ...from(305, 600), overlaps: false },
    ]);
  });

  test("where none is near, two seconds are heard twice", () => {
    expect(cut(600, [from(288, 289), from(311, 312)], most)).toEqual([
      { ...from(0, 301), overlaps: false },
      { ...from(299, 600), overlaps: true },
    ]);
  });

  test("silences that touch are one", () => {
    // jfk.wav: -30 dB ends a silence at 2.85719 and begins the next at 2.85725.
    const [first] = cut(600, [from(302, 302.99), from(303, 304)], most);
    expect(first!.end).toBe(303_000);
  });

  test("a long silence is cut where it is nearest to the even place", () => {
    const [first] = cut(600, [from(305, 500)], most);
    expect(first!.end).toBe(310_000);
  });

  test("a silence that reaches in with its very edge is not used", () => {
    expect(cut(600, [from(309.9, 500)], most)[1]!.overlaps).toBe(true);
  });

  test("no part is longer than the limit, if that takes one part more", () => {
    const parts = cut(600, [from(305, 307)], { duration: 300_000 });
    expect(parts).toHaveLength(3);
    for (const { start, end } of parts) expect(end - start).toBeLessThanOrEqual(300_000);
  });
});

test("three hours cut by ten minutes are parts in order, none longer, nothing left out", () => {
  const duration = 3 * HOUR;
  const most = { bytes: 24 * MIB, duration: 10 * MINUTE };
  const silences = Array.from({ length: 400 }, (_, at) => from(at * 27, at * 27 + 0.6));
  for (const given of [silences, [], silences.slice(0, 100)]) {
    const parts = planCuts({ duration, bytes: 32 * MIB, silences: given, most });
    expect(parts.length).toBeGreaterThanOrEqual(18);
    expect(parts[0]!.start).toBe(0);
    expect(parts.at(-1)!.end).toBe(duration);
    parts.forEach(({ start, end, overlaps }: PlannedPart, at) => {
      expect(end - start).toBeLessThanOrEqual(most.duration);
      expect(end).toBeGreaterThan(start);
      if (at === 0) return;
      const shared = parts[at - 1]!.end - start;
      expect(shared).toBe(overlaps ? 2000 : 0);
      expect(start).toBeGreaterThan(parts[at - 1]!.start);
    });
  }
});
