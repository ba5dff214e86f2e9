import { describe, expect, test } from "vitest";
import { afterReply, batchSizeFor, nextBatch, parseBatchRule } from "../src/core/batching.js";
import { canonicalTag, languageName, tagMeant } from "../src/core/languages.js";
import { namedLines, parseSpans } from "../src/core/line-numbers.js";
import { anthropicPace, paceOf, retryAfter } from "../src/core/pacing.js";
import { costOf, isOpenAi } from "../src/core/prices.js";
import { type Ask, planRepair, pooled, type Verdict } from "../src/core/repair.js";
import { attemptBackoff, backoff, outageBackoff } from "../src/core/retry.js";
import { DAY, formatDuration, HOUR, MINUTE, parseDuration, SECOND } from "../src/core/time.js";
import { firstWidth, type Width, widthAfter } from "../src/core/width.js";

describe("durations", () => {
  test.each([
    ["90s", 90 * SECOND],
    ["10m", 10 * MINUTE],
    ["1h", HOUR],
    ["30d", 30 * DAY],
    ["0.5", 500],
    ["ten", undefined],
    ["-1s", undefined],
    ["7m50s", 7 * MINUTE + 50 * SECOND],
    ["1h 5m", HOUR + 5 * MINUTE],
    ["3d 4h", 76 * HOUR],
    ["250ms", 250],
    ["1h 5", undefined],
    ["5m 1h", undefined],
    ["m", undefined],
    ["", undefined],
    ["365000d", 365_000 * DAY],
    ["365001d", undefined],
    ["999999999999999999999", undefined],
  ])("%s", (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each([
    [0, "0s"],
    [1900, "1.9s"],
    [30 * SECOND, "30s"],
    [250 * SECOND, "4m 10s"],
    [2 * HOUR, "2h"],
    [76 * HOUR, "3d 4h"],
  ])("%i ms is written %s, and read", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
    expect(parseDuration(text)).toBe(ms);
  });
});

describe("languages", () => {
  test.each([
    ["fr", "fr"],
    ["PT_br", "pt-BR"],
    ["zh-hant", "zh-Hant"],
    ["art-x-mirror", "art-x-mirror"],
    ["klingonese", undefined],
    ["xx", undefined],
    ["", undefined],
    ["fr;rm", undefined],
  ])("%s is %s", (text, tag) => expect(canonicalTag(text)).toBe(tag));

  test("a language written out is understood in the error that asks for its tag", () => {
    expect(["Spanish", "french", "Nonsense"].map(tagMeant)).toEqual(["es", "fr", undefined]);
    expect(languageName("pt-BR")).toBe("Brazilian Portuguese");
  });

  test.each([
    ["cn", "zh"],
    ["JP", "ja"],
    ["ua", "uk"],
    ["cz", "cs"],
    ["gr", "el"],
    ["dk", "da"],
    ["xx", undefined],
    ["zz", undefined],
  ])("a country's code (%s) is understood in that error too: %s", (code, tag) => {
    expect(tagMeant(code)).toBe(tag);
  });
});

describe("batch sizes", () => {
  test.each([
    ["10", 60, 10],
    ["10,50:5", 50, 10],
    ["10,50:5", 51, 5],
    ["10,50:5,500:2", 501, 2],
    ["500", 1000, 100],
  ])("%s for %i segments is %i", (rule, segments, size) => {
    expect(batchSizeFor(parseBatchRule(rule)!, segments)).toBe(size);
  });

  test.each(["", "0", "ten", "10,50", "10,50:0", "10;5"])("%j is no rule", (text) => {
    expect(parseBatchRule(text)).toBeUndefined();
  });

  test("lines are shared out evenly: 21 by 10 go as 7, 7, 7", () => {
    expect([nextBatch(21, 10), nextBatch(14, 10), nextBatch(7, 10), nextBatch(10, 10)]).toEqual([
      7, 7, 7, 10,
    ]);
  });

  test("trouble halves the batch down to one; three clean replies let it grow back, never above what was set", () => {
    let batch = { size: 10, most: 10, clean: 0 };
    const sizes = [];
    for (const outcome of ["trouble", "trouble", "trouble", "trouble", "clean", "clean", "clean"] as const) {
      batch = afterReply(batch, outcome);
      sizes.push(batch.size);
    }
    expect(sizes).toEqual([5, 2, 1, 1, 1, 1, 2]);
    for (let reply = 0; reply < 30; reply++) batch = afterReply(batch, "clean");
    expect(batch.size).toBe(10);
  });
});

describe("requests in flight at once", () => {
  const clean = { clean: true, duration: SECOND, pace: undefined };
  const nowAfter = (width: Width, replies: number, reply: Parameters<typeof widthAfter>[1]) =>
    Array.from({ length: replies }).reduce<Width>((now) => widthAfter(now, reply), width).now;

  test("are one more after a round of clean replies, and never more than sixteen", () => {
    const first = firstWidth(undefined, true);
    expect([0, 3, 4, 9, 1000].map((replies) => nowAfter(first, replies, clean))).toEqual([4, 4, 5, 6, 16]);
  });

  test("are half as many after trouble, and at least one", () => {
    expect(
      [1, 2, 3].map((replies) => nowAfter(firstWidth(undefined, true), replies, { ...clean, clean: false })),
    ).toEqual([2, 1, 1]);
  });

  test("are no more than the server's limits leave room for", () => {
    expect(
      [100, 200, 300].map((pace) => nowAfter(firstWidth(undefined, true), 50, { ...clean, pace })),
    ).toEqual([10, 5, 4]);
  });

  test("are what was said, and one for an engine", () => {
    expect(
      [firstWidth(3, true), firstWidth(undefined, false)].map((width) => nowAfter(width, 50, clean)),
    ).toEqual([3, 1]);
  });
});

describe("waiting", () => {
  test("an attempt waits 2, 4, 8 seconds, up to a quarter less at random", () => {
    expect([1, 2, 3].map((attempt) => backoff(attempt, 0))).toEqual([2000, 4000, 8000]);
    expect(backoff(1, 1)).toBe(1500);
  });

  test("a project waits 30, 60, 120 seconds; a provider that is down up to a quarter of an hour", () => {
    expect([1, 2, 3, 9].map(attemptBackoff)).toEqual([30, 60, 120, 120].map((seconds) => seconds * SECOND));
    expect([1, 2, 20].map(outageBackoff)).toEqual([30 * SECOND, MINUTE, 15 * MINUTE]);
  });

  const headers = (values: Record<string, string>) => new Headers(values);

  test.each([
    [{ "retry-after": "20" }, 20 * SECOND],
    [{ "retry-after-ms": "1500", "retry-after": "20" }, 1500],
    [{ "retry-after": new Date(Date.UTC(2026, 0, 1, 0, 0, 30)).toUTCString() }, 30 * SECOND],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ])("%j says when to come back", (values, ms) => {
    expect(retryAfter(headers(values as Record<string, string>), Date.UTC(2026, 0, 1))).toBe(ms);
  });

  test("a server's limits pace the requests: what remains is to last until the reset", () => {
    expect(
      paceOf(headers({ "x-ratelimit-remaining-requests": "30", "x-ratelimit-reset-requests": "1m0s" }), 0),
    ).toBe(2000);
    expect(
      paceOf(headers({ "x-ratelimit-remaining-tokens": "1000", "x-ratelimit-reset-tokens": "6s" }), 500),
    ).toBe(3000);
    expect(paceOf(headers({}), 500)).toBeUndefined();
  });

  test("Anthropic's limits are whole again at a time, and the tightest of them counts", () => {
    const now = Date.UTC(2026, 0, 1);
    const limits = (kind: string, remaining: string, reset: string) => ({
      [`anthropic-ratelimit-${kind}-remaining`]: remaining,
      [`anthropic-ratelimit-${kind}-reset`]: reset,
    });
    const pace = (values: Record<string, string>) =>
      anthropicPace(headers(values), { input: 300, output: 100 }, now);
    const requests = limits("requests", "30", "2026-01-01T00:00:30Z");
    expect(pace(requests)).toBe(1000);
    expect(pace({ ...requests, ...limits("input-tokens", "1000", "2026-01-01T00:00:10Z") })).toBe(3000);
    expect(pace({ ...requests, ...limits("tokens", "1000", "2026-01-01T00:00:05Z") })).toBe(2000);
    expect(pace(limits("output-tokens", "0", "2026-01-02T00:00:00Z"))).toBe(60_000);
    expect(pace(limits("requests", "30", "2025-12-31T00:00:00Z"))).toBe(0);
    expect(pace(limits("requests", "30", "soon"))).toBeUndefined();
  });
});

test("cost counts cached tokens at their price, halves for flex, and is unknown rather than zero", () => {
  const usage = { input: 1_000_000, cached: 500_000, cacheWrites: 0, output: 1_000_000 };
  expect(costOf("gpt-6-luna", usage)).toBeCloseTo(0.05 + 0.005 + 0.5);
  expect(costOf("gpt-6-luna", { ...usage, tier: "flex" })).toBeCloseTo((0.05 + 0.005 + 0.5) / 2);
  expect(costOf("my-own-model", usage)).toBeNull();
  expect(costOf("gpt-6-luna", { ...usage, tier: "priority" })).toBeNull();
});

test("list prices are those of OpenAI's own server", () => {
  expect(["https://api.openai.com/v1", "http://127.0.0.1:11434/v1"].map(isOpenAi)).toEqual([true, false]);
});

describe("the repair ladder", () => {
  const ask = (lines: number[], rung: Ask["rung"] = "batch", tries = 0): Ask => ({
    lines,
    rung,
    tries,
    problems: [],
    doubts: new Map(),
    rejected: new Map(),
  });
  const ten = Array.from({ length: 10 }, (_, line) => line);
  const bad = (lines: number[], bad: number[], mark: "empty" | "same" = "empty"): Verdict => ({
    kind: "read",
    marks: new Map(lines.map((line) => [line, bad.includes(line) ? [mark] : []])),
  });
  const asked = ({ asks }: ReturnType<typeof planRepair>) => asks.map(({ rung, lines }) => [rung, ...lines]);

  test("a clean reply is accepted whole", () => {
    const plan = planRepair(ask(ten), bad(ten, []), true);
    expect([plan.accept.size, plan.asks, plan.fail.size]).toEqual([10, [], 0]);
  });

  test("up to a third bad: those lines alone, the rest accepted", () => {
    const plan = planRepair(ask(ten), bad(ten, [2, 3, 7]), true);
    expect([plan.accept.size, asked(plan)]).toEqual([7, [["lines", 2, 3, 7]]]);
  });

  test("more than a third bad: what passed is kept, and the rest is asked once more with what was wrong", () => {
    const rejected = new Map([[1, { text: "Hello", marks: [], alone: 0 }]]);
    const plan = planRepair({ ...ask(ten), rejected }, bad(ten, [0, 1, 5, 9]), true);
    expect([plan.accept.size, asked(plan), plan.badReply]).toEqual([6, [["again", 0, 1, 5, 9]], true]);
    expect(plan.asks[0]!.problems).toEqual([
      "Line 1 came back empty.",
      'Line 2 ("Hello") came back empty.',
      "Line 3 came back empty.",
      "Line 4 came back empty.",
    ]);
  });

  test("a bad line is no bad reply", () => {
    expect(planRepair(ask(ten), bad(ten, [2, 3, 7]), true).badReply).toBe(false);
  });

  test("still bad: halves of what is, then single lines", () => {
    const halves = planRepair(ask(ten, "again"), bad(ten, [0, 1, 2, 3, 4, 5, 6, 7, 8]), true);
    expect([[...halves.accept.keys()], asked(halves)]).toEqual([
      [9],
      [
        ["half", 0, 1, 2, 3, 4],
        ["half", 5, 6, 7, 8],
      ],
    ]);
    const singles = planRepair(halves.asks[0]!, bad([0, 1, 2, 3, 4], [0, 1, 2]), true);
    expect([[...singles.accept.keys()], asked(singles)]).toEqual([
      [3, 4],
      [
        ["single", 0],
        ["single", 1],
        ["single", 2],
      ],
    ]);
  });

  test("a single line is asked for three times, then it alone fails with its reason", () => {
    let plan = planRepair(ask([4], "single"), bad([4], [4]), true);
    expect(plan.asks).toMatchObject([{ rung: "single", tries: 1 }]);
    plan = planRepair(plan.asks[0]!, bad([4], [4]), true);
    plan = planRepair(plan.asks[0]!, bad([4], [4]), true);
    expect([plan.asks, [...plan.fail]]).toEqual([[], [[4, "empty"]]]);
  });

  test("a doubt is asked once more, then accepted with its mark", () => {
    const first = planRepair(ask(ten), bad(ten, [1, 2, 3, 4, 5], "same"), true);
    expect([first.accept.size, asked(first)]).toEqual([5, [["lines", 1, 2, 3, 4, 5]]]);
    const second = planRepair(ask([1, 2], "lines"), bad([1, 2], [1], "same"), true);
    expect([...second.accept]).toEqual([
      [1, ["same"]],
      [2, []],
    ]);
  });

  test("an engine that answers the same twice is asked line by line and each line once", () => {
    const plan = planRepair(ask(ten), bad(ten, ten), false);
    expect(plan.asks).toHaveLength(10);
    expect([...planRepair(plan.asks[0]!, bad([0], [0]), false).fail]).toEqual([[0, "empty"]]);
    expect([...planRepair(ask([0]), bad([0], [0], "same"), false).accept]).toEqual([[0, ["same"]]]);
  });

  test.each(["truncated", "refused"] as const)(
    "%s: halved, never the same again, down to the line",
    (kind) => {
      expect(asked(planRepair(ask(ten), { kind }, true))).toEqual([
        ["half", 0, 1, 2, 3, 4],
        ["half", 5, 6, 7, 8, 9],
      ]);
      expect([...planRepair(ask([3]), { kind }, true).fail]).toEqual([[3, kind]]);
    },
  );

  test("cut off: lines that came whole are kept, and the rest is asked for in smaller parts", () => {
    const cut = (from: number): Verdict => ({
      kind: "truncated",
      marks: new Map(ten.map((line) => [line, line < from ? [] : ["missing"]])),
    });
    const most = planRepair(ask(ten), cut(7), true);
    expect([[...most.accept.keys()], asked(most)]).toEqual([[0, 1, 2, 3, 4, 5, 6], [["half", 7, 8, 9]]]);
    const few = planRepair(ask(ten), cut(2), true);
    expect([[...few.accept.keys()], asked(few)]).toEqual([
      [0, 1],
      [
        ["half", 2, 3, 4, 5],
        ["half", 6, 7, 8, 9],
      ],
    ]);
  });

  test("repairs of several replies are asked for as one, with what is known of their lines", () => {
    const known = (line: number) => new Map([[line, { text: `${line}`, marks: [] }]]);
    const together = pooled([
      { ...ask([7, 9], "lines"), doubts: known(9) },
      { ...ask([2], "lines"), doubts: known(2) },
    ]);
    expect(together).toEqual({ ...ask([2, 7, 9], "lines"), doubts: new Map([...known(9), ...known(2)]) });
  });

  test("whatever is bad, the ladder ends, and every line is accepted or failed exactly once", () => {
    for (let seed = 1; seed < 200; seed++) {
      let state = seed;
      const random = () => {
        state = (state * 48271) % 2147483647;
        return state / 2147483647;
      };
      const queue = [ask(ten)];
      const ended: number[] = [];
      let requests = 0;
      while (queue.length) {
        const next = queue.shift()!;
        requests++;
        const verdict: Verdict =
          random() < 0.1
            ? { kind: "truncated" }
            : bad(
                [...next.lines],
                next.lines.filter(() => random() < 0.5),
              );
        const plan = planRepair(next, verdict, seed % 3 > 0);
        ended.push(...plan.accept.keys(), ...plan.fail.keys());
        queue.unshift(...plan.asks);
      }
      expect(ended.sort((a, b) => a - b)).toEqual(ten);
      expect(requests).toBeLessThan(60);
    }
  });
});

describe("line numbers", () => {
  test.each([
    ["12", [[12, 12]]],
    [
      "12,15-18",
      [
        [12, 12],
        [15, 18],
      ],
    ],
    [
      " 1 , 2-2",
      [
        [1, 1],
        [2, 2],
      ],
    ],
    ...["", "0", "a", "3-1", "1-", "-2", "1,,2", "1.5", "1-2-3", "12345678901"].map((text) => [
      text,
      undefined,
    ]),
  ] as [string, number[][] | undefined][])("%j names %j", (text, spans) => {
    expect(parseSpans(text)).toEqual(spans);
  });

  test.each([
    [[12], "line 12"],
    [[1, 2], "lines 1-2"],
    [[12, 15, 16, 17, 20], "lines 12, 15-17, 20"],
  ])("%j are named as %s", (numbers, text) => {
    expect(namedLines(numbers)).toBe(text);
  });
});
