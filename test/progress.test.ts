import { describe, expect, test } from "vitest";
import { describeWhole, drawBar, shareOf, watched } from "../src/core/progress.js";
import { MINUTE, SECOND } from "../src/core/time.js";
import { createLog } from "../src/log.js";

describe("a bar", () => {
  const begun = watched(undefined, { done: 10, total: 100 }, 0);
  const later = watched(begun, { done: 30, total: 100 }, 10 * SECOND);

  test("names its file, and tells the pace of what it has watched", () => {
    const bar = drawBar("talk.srt → fr", later, { now: 10 * SECOND, columns: 80 });
    expect(bar).toMatch(/^talk\.srt → fr █+░+ 30\/100 {2}2\.0\/s {2}35 s left$/);
  });

  test("promises nothing before anything was done", () => {
    expect(drawBar("talk.srt", begun, { now: 10 * SECOND, columns: 80 })).toMatch(/░ 10\/100$/);
  });

  test.each([20, 40, 60, 200])("is narrower than a terminal of %d columns", (columns) => {
    const name = "A very long name of a film that somebody once wrote S01E01.srt → fr";
    const bar = drawBar(name, begun, { now: 0, columns });
    expect(bar.length).toBeLessThanOrEqual(Math.max(columns, 20));
  });

  test("keeps both ends of a name that is too long", () => {
    const bar = drawBar("The Series of a Thousand Evenings S01E07.srt → fr", begun, { now: 0, columns: 60 });
    expect(bar).toMatch(/^The .*….*07\.srt → fr /);
  });
});

describe("the whole", () => {
  test("is told in files and lines, with the time that is left", () => {
    const begun = watched(undefined, { done: 0, total: 51_000 }, 0);
    const lines = watched(begun, { done: 3410, total: 51_000 }, MINUTE);
    expect(describeWhole({ done: 12, total: 156 }, lines, MINUTE)).toBe(
      "12 of 156 files, 3,410 of 51,000 lines, 14 min left",
    );
  });

  test("grows by what is added meanwhile, and never goes back", () => {
    let lines = shareOf({ done: 0, total: 0 }, 100);
    expect(lines).toEqual({ done: 0, total: 100 });
    lines = shareOf(lines, 60);
    expect(lines).toEqual({ done: 40, total: 100 });
    lines = shareOf(lines, 160);
    expect(lines).toEqual({ done: 40, total: 200 });
  });

  test.each([
    [90 * SECOND, "2 min left"],
    [3 * 60 * MINUTE, "3 h left"],
    [130 * MINUTE, "2 h 10 min left"],
  ])("of %d ms left it says %s", (ms, text) => {
    const begun = watched(undefined, { done: 0, total: ms / SECOND + 1 }, 0);
    const lines = watched(begun, { done: 1, total: ms / SECOND + 1 }, SECOND);
    expect(describeWhole({ done: 0, total: 2 }, lines, SECOND)).toContain(text);
  });
});

describe("on a terminal", () => {
  /** What a terminal shows of what was written, as far as this log steers it. */
  function screen(written: string): string[] {
    const lines = [""];
    let row = 0;
    for (const [piece] of written.matchAll(/\x1b\[(\d*)A|\x1b\[J|\r|\n|[^\x1b\r\n]+/g)) {
      const up = /^\x1b\[(\d*)A$/.exec(piece);
      if (up) row -= Number(up[1] || 1);
      else if (piece === "\x1b[J") lines.splice(row, lines.length - row, "");
      else if (piece === "\n") lines[++row] ??= "";
      else if (piece !== "\r") lines[row] = piece;
    }
    return lines;
  }

  function terminal({ isTTY = true, quiet = false } = {}) {
    let written = "";
    let now = 0;
    const write = (text: string) => {
      written += text;
    };
    const log = createLog({ stream: { isTTY, columns: 70, write }, quiet, now: () => now });
    return { log, at: (ms: number) => (now = ms), shown: () => screen(written), written: () => written };
  }

  test("the log runs above a bar for each piece in progress and the whole", () => {
    const { log, shown } = terminal();
    log.event("one");
    log.progress({ title: "a.srt → fr", done: 1, total: 2 });
    log.progress({ title: "b.srt → fr", done: 0, total: 9 });
    log.whole({ files: { done: 0, total: 2 }, lines: { done: 1, total: 11 } });
    log.step("two");
    expect(shown()).toEqual([
      expect.stringContaining("one"),
      "  - two",
      expect.stringMatching(/^a\.srt → fr .* 1\/2$/),
      expect.stringMatching(/^b\.srt → fr .* 0\/9$/),
      "0 of 2 files, 1 of 11 lines",
    ]);
    log.ended("a.srt → fr");
    expect(shown()[2]).toMatch(/^b\.srt/);
    log.close();
    expect(shown()).toEqual([expect.stringContaining("one"), "  - two", ""]);
  });

  test("a single file needs no word of the whole", () => {
    const { log, shown } = terminal();
    log.progress({ title: "a.srt → fr", done: 1, total: 2 });
    log.whole({ files: { done: 0, total: 1 }, lines: { done: 1, total: 2 } });
    expect(shown()).toHaveLength(1);
  });

  test.each([{ isTTY: false }, { quiet: true }])("elsewhere nothing is drawn: %j", (options) => {
    const { log, written } = terminal(options);
    log.progress({ title: "a.srt → fr", done: 1, total: 2 });
    log.whole({ files: { done: 0, total: 2 }, lines: { done: 1, total: 2 } });
    log.close();
    expect(log.live).toBe(false);
    expect(written()).toBe("");
  });
});
