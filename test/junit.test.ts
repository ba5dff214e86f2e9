import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { junit } from "../src/core/junit.js";

const suite = (text: string) => ({
  ...{ name: text, file: text },
  cases: [{ name: text, failure: { type: "number", message: text, details: text }, output: text }],
});

const NAME = "[a-z-]+";
const TEXT = '(?:[^<&"]|&(?:amp|lt|gt|quot|#10|#9);)*';
const TOKEN = new RegExp(`<(/?)(${NAME})((?: ${NAME}="${TEXT}")*)(/?)>|(?:[^<&]|&(?:amp|lt|gt);)+`, "gy");
/** What XML 1.0 calls a character. */
const CHARACTERS = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

/** Whether a text is a well-formed document: an element in which each one that begins ends. */
function isWellFormed(xml: string): boolean {
  const body = xml.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "");
  const open: string[] = [];
  let end = 0;
  for (const { 0: token, 1: closes, 2: name, 4: empty, index } of body.matchAll(TOKEN)) {
    end = index + token.length;
    if (name === undefined || empty) continue;
    if (!closes) open.push(name);
    else if (open.pop() !== name) return false;
  }
  return end === body.length && open.length === 0 && CHARACTERS.test(xml);
}

describe("a JUnit report", () => {
  test("counts its cases and failures, and has a case for each", () => {
    const cases = [
      { name: "line 1" },
      { name: "line 2", failure: { type: "slid", message: "slid: is shifted", details: "source: a" } },
    ];
    expect(junit([{ name: "suite", file: "film.fr.srt", cases }])).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="transcron" tests="2" failures="1" errors="0">
  <testsuite name="suite" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="film.fr.srt" name="line 1" file="film.fr.srt"/>
    <testcase classname="film.fr.srt" name="line 2" file="film.fr.srt">
      <failure type="slid" message="slid: is shifted">source: a</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  test.each([
    ['<b>"Fish" & chips</b>', "&lt;b&gt;&quot;Fish&quot; &amp; chips&lt;/b&gt;"],
    ["two\nlines", "two&#10;lines"],
    ["bell\x07", "bell␇"],
    ["half \ud83d a character", "half \ufffd a character"],
    ["not a character \ufffe", "not a character \\ufffe"],
    ["]]>", "]]&gt;"],
  ])("has %j as %s", (text, written) => {
    expect(junit([suite(text)])).toContain(`name="${written}"`);
    expect(isWellFormed(junit([suite(text)]))).toBe(true);
  });

  test("is well-formed whatever a text holds", () => {
    const any = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(..."<&\"'>\ud800\n\0]") }),
    );
    fc.assert(fc.property(any, (text) => isWellFormed(junit([suite(text), suite(text)]))));
  });

  test.each(["<a><b></a></b>", "<a>&</a>", "<a b='c'></a>", "<a>\x07</a>", "<a>", "<a>\ufffe</a>"])(
    "would be found out if it were %j",
    (xml) => {
      expect(isWellFormed(xml)).toBe(false);
    },
  );
});
