import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { restoreBreaks } from "../src/core/breaks.js";
import { hasLetters, protect } from "../src/core/markup.js";

describe("what a provider sees", () => {
  test.each([
    ["<i>Hello there.</i>", "Hello there."],
    ["{\\an8}On the left", "On the left"],
    ["networks are <b>not</b> safe", "networks are ⟦1⟧not⟦2⟧ safe"],
    ["Tom &amp; Jerry", "Tom & Jerry"],
    ["don&#39;t", "don't"],
    ["a &ndash; b", "a – b"],
    ["a &unknown; b", "a ⟦1⟧ b"],
    ["D&eacute;j&agrave; vu", "Déjà vu"],
    ["Hello {name}, {{count}} of %s", "Hello ⟦1⟧, ⟦2⟧ of ⟦3⟧"],
    ["100% sure", "100% sure"],
    ["<v Roger Bingham>We are in New York", "We are in New York"],
    ["see https://example.org/a?b=1&c=2.", "see ⟦1⟧."],
    ["write to jane@example.org", "write to ⟦1⟧"],
    ["a ⟦1⟧ b", "a ⟦1⟧1⟦2⟧ b"],
    ["<00:00:01.000>one <00:00:02.000>two", "one ⟦1⟧two"],
    ["one\\Ntwo", "one⟦1⟧two"],
    ["see\\Ninfo@example.org", "see⟦1⟧⟦2⟧"],
    ["  spaced  ", "spaced"],
  ])("%s → %s", (source, seen) => {
    expect(protect(source).text).toBe(seen);
  });
});

describe("what is put back", () => {
  test.each([
    ["<i>Hello</i>", "Bonjour", "<i>Bonjour</i>"],
    ["a <b>red</b> car", "une voiture ⟦1⟧rouge⟦2⟧", "une voiture <b>rouge</b>"],
    ["a <b>red</b> car", "une voiture ⟦ 1 ⟧rouge⟦2 ⟧", "une voiture <b>rouge</b>"],
    ["Tom &amp; Jerry", "Tom & Jerry", "Tom &amp; Jerry"],
    ["it&#39;s", "c'est l'heure", "c&#39;est l&#39;heure"],
    ["Q&A", "Q&R", "Q&R"],
    ["one\ntwo", "un deux", "un\ndeux"],
    ["one\ntwo", "un\r\ndeux", "un\ndeux"],
    ["one two", "un\u2028deux", "un deux"],
    ["one two", "un \uD83D deux", "un \uFFFD deux"],
    ["a &amp;amp; b", "a &amp; c", "a &amp;amp; c"],
    ["a &amp;lt; b", "a &lt; c", "a &amp;lt; c"],
    ["Tom &amp; Jerry", "Tom &amp; Jerry", "Tom &amp; Jerry"],
    ["&#32;- No&#8195;", "- Non", "&#32;- Non&#8195;"],
    ["{\\an8{\\i1}}Up", "En haut", "{\\an8{\\i1}}En haut"],
    ["Up {\\an8{\\i1}} there", "En ⟦1⟧ haut", "En {\\an8{\\i1}} haut"],
    ["one\r\ntwo", "un\ndeux", "un\r\ndeux"],
    ["one\r\ntwo", "un deux", "un\r\ndeux"],
    ["&#49; <b>car</b>, now", "1 ⟦1⟧voiture⟦2⟧", "&#49; <b>voiture</b>"],
    ["&#35;1 &amp; b &#59;", "#1 & c ;", "&#35;1 &amp; c &#59;"],
  ])("%s, answered %s, is %s", (source, answer, text) => {
    expect(protect(source).restore(answer)).toEqual({ text, intact: true });
  });

  test.each([
    ["a <b>red</b> car", "une voiture rouge", "lost"],
    ["a <b>red</b> car", "une ⟦1⟧voiture⟦1⟧ rouge⟦2⟧", "doubled"],
    ["a <b>red</b> car", "une voiture ⟦2⟧rouge⟦1⟧", "turned round"],
    ["a red car", "une voiture <b>rouge</b>", "invented"],
    ["a red car", "une voiture ⟦1⟧", "invented as a mark"],
  ])("%s, answered %s: a mark was %s", (source, answer) => {
    expect(protect(source).restore(answer).intact).toBe(false);
  });
});

test("a line answered as it was sent is the line, whatever is in it", () => {
  const piece = fc.constantFrom(
    "<i>",
    "</i>",
    "{\\an8}",
    "&amp;",
    "&",
    "&lt;",
    "<",
    ">",
    "⟦1⟧",
    "\\N",
    " ",
    "\n",
    "\u00A0",
    "word",
    "é",
    "日本",
    "1",
    "&nbsp;",
    "www.example.org",
    "'",
    "&#39;",
    "<v Bob>",
    "\r\n",
    "\r",
    "amp;",
    "&#38;",
    "&#32;",
    "&#8195;",
    "&#49;",
    "&#35;",
    "&#123;",
    "{\\an8{\\i1}}",
    "{",
    "}",
    "\\i1",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const source = pieces.join("");
      const guard = protect(source);
      expect(guard.restore(guard.text)).toEqual({ text: source, intact: true });
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  ["♪ ♪", false],
  ["<i>...</i>", false],
  ["&nbsp;", false],
  ["12:30", false],
  ["www.example.org", false],
  ["Ω", true],
  ["日", true],
])("%s has letters to translate: %s", (text, expected) => {
  expect(hasLetters(text)).toBe(expected);
});

describe("line breaks", () => {
  test.each([
    ["We have been\nbuilding it", "Nous l'avons construit", "Nous l'avons\nconstruit"],
    ["- No.\n- Yes.", "- Non. - Oui.", "- Non.\n- Oui."],
    ["one two", "un\ndeux", "un deux"],
    ["a\nb", "un\ndeux", "un\ndeux"],
    ["今日は\n良い天気", "今天天气很好。", "今天天气\n很好。"],
    ["one\ntwo", "Selbstverständlich", "Selbstverständlich"],
    ["one\ntwo\nthree", "Selbstverständlich nicht", "Selbstverständlich\nnicht"],
    ["a\n\nb", "un deux trois", "un\ndeux\ntrois"],
  ])("%j answered %j is %j", (source, answer, expected) => {
    expect(restoreBreaks(source, answer)).toBe(expected);
  });
});
