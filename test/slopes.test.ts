import { describe, expect, test } from "vitest";
import { restoreBreaks } from "../src/core/breaks.js";
import { checkReply } from "../src/core/checks.js";
import { compare } from "../src/core/comparison.js";
import { fitOf, misplacedLines } from "../src/core/fit.js";
import { protect } from "../src/core/markup.js";
import { parseReply } from "../src/core/reply.js";
import { UserError } from "../src/errors.js";
import { ass } from "../src/formats/ass.js";
import { json, jsonLines } from "../src/formats/json.js";
import { srt } from "../src/formats/srt.js";
import { lines, paragraphs } from "../src/formats/text.js";
import { webvtt } from "../src/formats/webvtt.js";

/**
 * What takes time in proportion to the square of a text is found here without a clock: at this size it would go on
 * for minutes, which is far beyond the minute that a test may take.
 */
const SIZE = 400_000;
const full = (piece: string) => piece.repeat(Math.ceil(SIZE / piece.length));
const SRT = "1\n00:00:01,000 --> 00:00:02,000\n";
const EVENTS = "[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,";
const VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n";

describe("a file of any content is read in time that is in proportion to its size", () => {
  test.each(["\r", "\u2028", " ", " \n", "-->", "1:"])("as text, as SubRip and as WebVTT: %j", (piece) => {
    const text = full(piece);
    for (const format of [lines, paragraphs]) {
      const { source } = format.parse(text);
      expect(source).toBe(text);
    }
    expect(srt.parse(SRT + text).cues).toHaveLength(1);
    expect(webvtt.parse(VTT + text).cues).toHaveLength(1);
    expect(() => srt.parse(text)).toThrow(UserError);
    expect(() => webvtt.parse(text)).toThrow(UserError);
  });

  test.each([
    " ",
    "\n",
    "[",
    "{",
    "{\\p",
    "{\\p1}",
    "{\\p1}a{\\p0}b",
    "\\p ",
    "{\\i1}",
    "{a}",
    "\\k",
    "\\N",
    "}{",
    ",",
    "Format:\n",
    "0:",
  ])("as SubStation Alpha, and to other formats: %j", (piece) => {
    const text = full(piece);
    for (const script of [`[Script Info]${text}`, `${EVENTS}${text}`, `${EVENTS}{\\b${text}x}y`]) {
      const source = `${script}\n${EVENTS}x`;
      const document = ass.parse(source);
      expect(ass.serialize(document, [])).toBe(source);
      const changed = document.cues.map((cue) => `y${cue.text}`);
      const again = ass.parse(ass.serialize(document, changed));
      expect(again.cues.map((cue) => cue.text)).toEqual(changed);
      expect(document.cues.map((cue) => ass.toPlain(cue.text)).join("")).toContain("x");
    }
  });

  test("as JSON with segments that have no text", () => {
    const { cues, oddities } = json.parse(`{"segments": [${full('{"words": []},\n')}{"text": "a"}]}`);
    expect([cues.length, oddities.length > 20_000]).toEqual([1, true]);
  });

  test("as JSON with a text of many words", () => {
    const { cues } = json.parse(
      `{"monologues": [{"elements": [${full('{"value": "今"},')}{"value": "a"}]}]}`,
    );
    expect(cues[0]!.text).toHaveLength(2 * Math.ceil(SIZE / '{"value": "今"},'.length) + 1);
  });

  test.each(["[", '{"a":', '"\n['])(
    "as JSON or JSONL that is nested too deeply, which is an error: %j",
    (piece) => {
      expect(() => json.parse(full(piece))).toThrow(UserError);
      expect(() => jsonLines.parse(full(piece))).toThrow(UserError);
    },
  );
});

describe("a file of any content is written in time that is in proportion to its size", () => {
  test("SubRip with runs of line breaks in a translation", () => {
    const document = srt.parse(`${SRT}a\n\nb\n`);
    expect(srt.serialize(document, [`${full("\n")}x${full("\n")}y`])).toContain("x");
  });

  test("text whose first line is long and whose other lines are many", () => {
    const document = lines.parse(`${full("a")}\n${full("b\n")}`);
    const translations = document.cues.map(() => "c");
    expect(lines.serialize(document, translations)).toHaveLength(2 * document.cues.length);
  });

  test.each(["<v ", "<v.a ", "<v", "&#1", "{\\"])("other formats from %j", (piece) => {
    expect(webvtt.toPlain(`<v${full(" ")}${full(piece)}`)).toContain(piece[0]!);
    expect(srt.toPlain(full(piece))).toContain(piece[0]!);
  });

  test("a transcript whose whole text is hard to search", () => {
    const [one, part] = ["a".repeat(2 * SIZE), `aaaab${"a".repeat(SIZE)}`];
    const document = json.parse(JSON.stringify({ text: `${one}ab`, segments: [{ text: part }] }));
    expect(JSON.parse(json.serialize(document, ["b"])).text).toBe("b");
  });
});

describe("a line of any content is sent and put back in time that is in proportion to its size", () => {
  test.each([" ", "x</i>", "<a", "{\\a{\\b}", "⟦ ", "- a\n"])("%j", (piece) => {
    const text = `x${full(piece)}x`;
    const guard = protect(text);
    expect(guard.restore(guard.text)).toEqual({ text, intact: true });
  });

  test("with runs of spaces in the reply", () => {
    expect(protect("one\ntwo three").restore(`x${full(" ")}x`).text).toContain("\n");
  });

  test("with entities of many kinds", () => {
    const entities = Array.from({ length: 60_000 }, (_, index) => `&#${0x10000 + index};`);
    const text = `x${entities.join("")}${full("y")}`;
    const guard = protect(text);
    expect(guard.restore(guard.text)).toEqual({ text, intact: true });
  });

  test.each([
    ["a b\n", "a b "],
    ["今\n", "今。。。"],
  ])("with %j broken as %j is", (source, translation) => {
    const found = restoreBreaks(`x${full(source)}x`, `y${full(translation)}y`);
    expect(found.split("\n").length).toBeGreaterThan(100_000);
  });

  test("with punctuation that no line may begin with", () => {
    expect(restoreBreaks(full("今\n"), `今${full("。")}`)).not.toContain("\n");
  });
});

describe("a reply of any content is judged in time that is in proportion to its size", () => {
  test.each([
    "\n",
    "99 a ",
    "Abc Bcd ",
    "?\"'",
    "99,",
    "1 000 ",
    "万",
    "今",
    "&#1",
    "(note ",
    "Here is ",
    "** `",
    "abc ",
  ])("%j", (piece) => {
    const text = `x${full(piece)}`;
    const asked = (source: string, reply: string) => ({ source, reply, intact: true, duration: 1000 });
    const judged = checkReply([asked("Hello.", text), asked(text, `y${text}`)], { from: "en", to: "fr" });
    expect(judged).toHaveLength(2);
    const line = (of: string) => ({ text: of, start: 0, end: 1000 });
    expect(compare([line(text)], [line(`y${text}`)], { from: "en", to: "fr" })).toHaveLength(1);
    const fit = fitOf({ sources: ["a", "b", "c", text], translations: [text, "a", "b", text] });
    expect(misplacedLines(fit).length).toBeLessThanOrEqual(4);
  });

  test.each(["<think>", "{", '{"', '{"a":', '{"1":"a",', "{…}", " ", "[", '"', "\\", ",", '{"1": "a", }'])(
    "as JSON: %j",
    (piece) => {
      for (const text of [full(piece), `{"1": ${full(piece)}`, `Sure, ${full(piece)} {"1": "a"}`]) {
        expect(parseReply(text, 3).lines.size).toBeLessThanOrEqual(1);
      }
    },
  );
});
