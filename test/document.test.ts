import { describe, expect, test } from "vitest";
import { type CheckOptions, checkReply } from "../src/core/checks.js";
import { fitOf, misplacedLines } from "../src/core/fit.js";
import type { Line } from "../src/core/model.js";
import { firstAsk } from "../src/core/repair.js";
import { learnTerms, stemsOf, termsIn } from "../src/core/terms.js";
import { questionFor } from "../src/translation/ask.js";

/** What the lines of a document that are translated already show of those that are asked for. */

const pairs = (texts: [string, string][]) => texts.map(([source, translation]) => ({ source, translation }));

/** A sentence of so many letters, with an end. */
const sentence = (letters: number, end = ".") => "lorem ipsum ".repeat(40).slice(0, letters).trim() + end;

const LENGTHS = [24, 38, 31, 45, 28, 52, 36, 41, 33, 47, 26, 39];
/** Translations that are as long as their sources, and lines whose translations are half or twice as long. */
const even = LENGTHS.map((length) => ({ source: sentence(length), translation: sentence(length) }));
const uneven = LENGTHS.map((length, at) => ({
  source: sentence(length),
  translation: sentence(at % 2 ? length * 0.5 : length * 1.7),
}));
/** Into a language that keeps no full stops. */
const endless = even.map(({ source, translation }) => ({ source, translation: translation.slice(0, -1) }));

describe("a translation is too short for its document", () => {
  const marksOf = (line: { source: string; reply: string }, options: Partial<CheckOptions>) =>
    checkReply([{ ...line, intact: true, duration: null }], { from: "xx", to: "yy", ...options })[0]!;
  const half = { source: sentence(48), reply: sentence(24, "") };
  const sixth = { source: sentence(48), reply: sentence(8) };

  test("where the others are as long as their sources, and keep their ends", () => {
    expect(marksOf(half, { accepted: even })).toContain("tooshort");
    expect(marksOf(sixth, { accepted: even })).toContain("tooshort");
    expect(marksOf({ ...half, reply: sentence(42) }, { accepted: even })).not.toContain("tooshort");
  });

  test("but not where others are as short", () => {
    expect(marksOf(half, { accepted: uneven })).not.toContain("tooshort");
    expect(marksOf(sixth, { accepted: uneven })).not.toContain("tooshort");
  });

  test("and a lost end says nothing where all lines lose theirs", () => {
    expect(marksOf({ ...half, reply: sentence(30, "") }, { accepted: even })).toContain("tooshort");
    expect(marksOf({ ...half, reply: sentence(30, "") }, { accepted: endless })).not.toContain("tooshort");
  });

  test("where languages are unknown and nothing is translated yet, nothing is too short", () => {
    expect(marksOf(half, {})).not.toContain("tooshort");
  });

  test("also if all lines of a reply are", () => {
    const reply = LENGTHS.slice(0, 6).map((length) => ({
      ...{ source: sentence(length), reply: sentence(length / 2, "") },
      ...{ intact: true, duration: null },
    }));
    const cut = (accepted: typeof even) =>
      checkReply(reply, { from: "xx", to: "yy", accepted }).filter((marks) => marks.includes("tooshort"));
    expect(cut(even)).toHaveLength(6);
    expect(cut([])).toEqual([]);
  });
});

const film = pairs([
  ["The lighthouse is dark", "Majakka on pimeä"],
  ["We saw the harbour", "Näimme sataman"],
  ["A lighthouse needs oil", "Majakka tarvitsee öljyä"],
  ["They left the harbour", "He lähtivät satamasta"],
  ["He loves the lighthouse", "Hän rakastaa majakkaa"],
  ["There is no harbour", "Ei ole satamaa"],
  ["Who paints boats", "Kuka maalaa veneitä"],
  ["I know a captain", "Tunnen kapteenin"],
  ["Nobody sleeps tonight", "Kukaan ei nuku"],
  ["Bring some bread", "Tuo leipää"],
]);

describe("words that stand for each other", () => {
  const worded = ({ source, translation }: (typeof film)[number]) => ({
    source: stemsOf(source),
    target: stemsOf(translation),
  });
  const terms = learnTerms(film.map(worded));

  test("are learnt from lines that are translated", () => {
    expect(terms.get("light")).toEqual(["majak"]);
    expect(terms.get("harbo")).toEqual(["satam"]);
    expect(terms.get("boats")).toBeUndefined();
  });

  test("are found in a translation or missed in it", () => {
    const source = stemsOf("From the lighthouse to the harbour");
    expect(termsIn(terms, { source, target: stemsOf("Majakalta satamaan") })).toEqual({ found: 2, lost: 0 });
    expect(termsIn(terms, { source, target: stemsOf("Majakalta kotiin") })).toEqual({ found: 1, lost: 1 });
  });

  test("are pairs of characters where words are not spaced", () => {
    expect([...stemsOf("東京駅 3")]).toEqual(["東京", "京駅"]);
  });

  test("show that two lines are swapped which are alike otherwise", () => {
    const sources = ["See the lighthouse harbour", "Paint all of the boats of the captains white and blue"];
    const known = [
      ...film,
      ...pairs([
        ["Two captains waited", "Kaksi kapteenia odotti"],
        ["Old boats sink", "Vanhat veneet uppoavat"],
      ]),
    ];
    const swapped = ["Maalaa kaikki kapteenien veneet sinisiksi ja valkoisiksi", "Katso majakan satamaa"];
    const found = (translations: string[], accepted = known) =>
      misplacedLines(fitOf({ sources, translations, accepted }));
    expect(found(swapped, [])).toEqual([]);
    expect(found(swapped)).toEqual([0, 1]);
    expect(found([...swapped].reverse())).toEqual([]);
  });
});

test("a swap must be the likelier, the more of them there are", () => {
  const [sources, swapped] = [
    ["Where is the old captain?", "He sails far to the north today."],
    ["Il part loin vers le nord.", "Où est donc le capitaine ?"],
  ];
  const others = (count: number) => Array.from({ length: count }, () => "Hm");
  const found = (count: number) =>
    misplacedLines(
      fitOf({
        sources: [...sources, ...others(count)],
        translations: [...swapped, ...others(count)],
      }),
    );
  expect(found(2)).toEqual([0, 1]);
  expect(found(400)).toEqual([]);
});

describe("a question holds lines of its document that are translated", () => {
  const line = (index: number, text: string, translation: string | null): Line => ({
    ...{ index, text, translation, start: null, end: null },
    state: translation === null ? "open" : "done",
  });
  const acceptedFor = (lines: Line[], asked: number[]) =>
    questionFor({ sourceLang: "en", targetLang: "fr", note: null } as never, lines, firstAsk(asked)).accepted;

  test("as the model sees them, without those that have no letters", () => {
    const lines = [
      line(0, "<i>Good</i> morning", "<i>Bon</i>jour"),
      line(1, "12:30", "12:30"),
      line(2, "Run!", null),
      line(3, "Stop!", "Arrête !"),
    ];
    expect(acceptedFor(lines, [2])).toEqual([
      { source: "Stop!", translation: "Arrête !" },
      { source: "Good⟦1⟧ morning", translation: "Bon⟦1⟧jour" },
    ]);
  });

  test("of a long one the nearest, and none that is asked for", () => {
    const lines = Array.from({ length: 1000 }, (_, at) => line(at, `Line ${at}`, `Ligne ${at}`));
    const accepted = acceptedFor(lines, [500, 501]);
    expect(accepted).toHaveLength(60);
    expect(accepted).toContainEqual({ source: "Line 499", translation: "Ligne 499" });
    expect(accepted).not.toContainEqual({ source: "Line 501", translation: "Ligne 501" });
    expect(
      acceptedFor(
        lines.map((one) => ({ ...one, translation: null })),
        [500],
      ),
    ).toEqual([]);
  });
});
