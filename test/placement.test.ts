import { describe, expect, test } from "vitest";
import { anchorReader, beginningsOf } from "../src/core/anchors.js";
import { fitOf, misplacedLines, provedLines } from "../src/core/fit.js";
import { placeMarks, readAnchors } from "../src/core/placement.js";
import { systemPrompt } from "../src/core/prompt.js";

describe("the beginning of a line", () => {
  test("is its first two words, after marks and punctuation", () => {
    expect(beginningsOf(["– ⟦1⟧“Good morning, Emo”", "Run!", "It's 5 o'clock."])).toEqual([
      "Good morning",
      "Run",
      "It's 5",
    ]);
  });

  test("is its first four letters where words are not spaced", () => {
    expect(beginningsOf(["「今日はいい天気ですね」", "สวัสดีครับ"])).toEqual(["今日はい", "สวัสดี"]);
  });

  test("is lengthened until no other line of the batch has the same", () => {
    expect(beginningsOf(["I am here", "I am not", "I am", "今日は雨だ", "今日は雪だ"])).toEqual([
      ...["I am here", "I am not", "I am"],
      ...["今日は雨", "今日は雪"],
    ]);
  });

  test("is the line itself where another differs in punctuation alone", () => {
    expect(beginningsOf(["Now?", "Now!"])).toEqual(["Now?", "Now!"]);
  });
});

describe("an anchored value", () => {
  const lines = ["Good morning, Emo.", "No.", "No way!", "A | B is a pipe.", "Now?", "Now!"];
  const read = anchorReader(lines);

  test.each([
    ["Good morning | Bonjour, Emo.", 0, 0, "Bonjour, Emo."],
    ["good  morning, | Bonjour", 0, 0, "Bonjour"],
    ["Good morning, Emo. | Bonjour", 0, 0, "Bonjour"],
    ["Good morning|Bonjour", 0, 0, "Bonjour"],
    ["Good morning ｜ Bonjour", 0, 0, "Bonjour"],
    ["No | Non | non", 1, 1, "Non | non"],
    ["A B | A | B est un tube.", 3, 3, "A | B est un tube."],
    ["A | B | A | B est un tube.", 3, 3, "A | B est un tube."],
    ["No way | Jamais", 1, 2, "Jamais"],
    ["No | Non", 2, 1, "Non"],
    ["Now! | Maintenant !", 4, 5, "Maintenant !"],
  ])("%j, expected to be line %i, is line %i", (value, expected, line, text) => {
    expect(read(value, expected)).toEqual({ line, text });
  });

  test.each(["Bonjour, Emo.", "Bonjour | Bonjour", "Good evening | Bonsoir", "Good | Bon", ""])(
    "%j has no beginning of a line",
    (value) => {
      expect(read(value, 0)).toEqual({ line: undefined, text: value });
    },
  );
});

const sources = [
  "It started with 40 lines of code.",
  "No.",
  "Then the whole team joined us in Berlin and nobody slept for a week.",
  "Why?",
  "Because it was fun!",
  "In 1998 we moved to Paris with all our machines and half of our friends.",
  "That was it.",
  "Are there any questions from the audience before we close?",
];
const good = [
  "Tout a commencé par 40 lignes de code.",
  "Non.",
  "Puis toute l'équipe nous a rejoints à Berlin et personne n'a dormi pendant une semaine.",
  "Pourquoi ?",
  "Parce que c'était amusant !",
  "En 1998, nous sommes partis à Paris avec toutes nos machines et la moitié de nos amis.",
  "C'était tout.",
  "Y a-t-il des questions du public avant que nous terminions ?",
];
const slid = [...good.slice(0, 2), ...good.slice(3), "Merci."];
const swapped = [...good.slice(0, 5), good[6]!, good[5]!, good[7]!];

describe("the fit", () => {
  const fitted = (translations: (string | undefined)[]) => fitOf({ sources, translations });

  test("finds nothing wrong with a good reply, and proves most of its lines", () => {
    expect(misplacedLines(fitted(good))).toEqual([]);
    expect(provedLines(fitted(good)).size).toBeGreaterThanOrEqual(5);
  });

  test("finds a reply that is shifted from a line on", () => {
    expect(misplacedLines(fitted(slid))).toEqual([2, 3, 4, 5, 6, 7]);
    expect([...provedLines(fitted(slid))].filter((line) => line >= 2)).toEqual([]);
  });

  test("finds two lines that are swapped", () => {
    expect(misplacedLines(fitted(swapped))).toEqual([5, 6]);
    expect(provedLines(fitted(swapped)).has(5)).toBe(false);
  });

  test("finds a reply that begins with the line before the batch", () => {
    const before = "In 2004, Kyle and Jan showed the first version at a fair in Hamburg!";
    const shifted = [
      "En 2004, Kyle et Jan ont montré la première version à une foire de Hambourg !",
      ...good,
    ];
    const around = fitOf({ sources, before: [before], translations: shifted.slice(0, -1) });
    expect(misplacedLines(around)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("proves nothing where lines are too alike", () => {
    const alike = fitOf({ sources: ["Run.", "Stop.", "Wait."], translations: ["Va.", "Cesse.", "Reste."] });
    expect(provedLines(alike)).toEqual(new Set());
  });
});

describe("a line of a model's reply", () => {
  const short = ["Run.", "Stop.", "Wait.", "Look."];
  const place = (values: (string | undefined)[], keysFit = true, lines: readonly string[] = short) => {
    const anchors = readAnchors({ sources: lines, values });
    return placeMarks({ sources: lines, translations: anchors.texts, anchors, keysFit });
  };

  test("is placed by its own beginning", () => {
    expect(place(["Run | Cours.", "Stop | Arrête.", "Wait | Attends.", "Look | Regarde."])).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  test("is asked for again where it carries another's, and its neighbours with it", () => {
    const shifted = place(["Run | Cours.", "Wait | Attends.", "Look | Regarde.", "Run | Cours."]);
    expect(shifted).toEqual([["suspect"], ["misplaced"], ["misplaced"], ["misplaced"]]);
  });

  test("is asked for again where it alone carries none", () => {
    const marks = place(["Run | Cours.", "Stop | Arrête.", "Wait | Attends.", "Regarde."]);
    expect(marks).toEqual([[], [], ["suspect"], ["unanchored"]]);
  });

  test("is asked for again beside one that is missing or empty, since it may hold both", () => {
    expect(place(["Run | Cours.", "", "Wait | Attends.", "Look | Regarde."], false)).toEqual([
      ["suspect"],
      ["unanchored"],
      ["suspect"],
      [],
    ]);
  });

  test("bears a mark where the model keeps to no anchors and nothing proves it", () => {
    expect(place(["Cours.", "Arrête.", "Attends.", "Regarde."])).toEqual(short.map(() => ["unproved"]));
  });

  test("is asked for again where keys are missing or foreign and nothing proves it", () => {
    expect(place(["Cours.", "Arrête.", "Attends.", "Regarde."], false)).toEqual(short.map(() => ["unkeyed"]));
    const marks = place([...good], false, sources);
    expect(marks.filter(([mark]) => mark === undefined).length).toBeGreaterThanOrEqual(5);
  });

  test("is not stored with a beginning that the model put into other words", () => {
    const marks = place(["Cours | Cours.", "Arrête | Arrête.", "Attends.", "Regarde."]);
    expect(marks).toEqual([["unanchored"], ["unanchored"], ["suspect"], ["unproved"]]);
  });

  test("is asked for again where the fit contradicts its beginning", () => {
    const anchored = slid.map((text, at) => `${beginningsOf(sources)[at]} | ${text}`);
    const marks = place(anchored, true, sources);
    expect(marks.slice(2)).toEqual(Array(6).fill(["slid"]));
    expect(marks[1]).toEqual(["suspect"]);
  });

  test("is asked for again where it was asked for alone and other keys came with it", () => {
    const alone = { sources: ["Run."], translations: ["Cours."], anchors: undefined, keysFit: false };
    expect(placeMarks(alone)).toEqual([["unkeyed"]]);
  });

  test("is placed by being asked for alone", () => {
    expect(
      placeMarks({ sources: ["Run."], translations: ["Cours."], anchors: undefined, keysFit: true }),
    ).toEqual([[]]);
  });
});

test("the prompt shows an anchored value exactly when anchors are asked for", () => {
  const example = '{"1": "Good morning | Bonjour"}';
  expect(systemPrompt("en", "ru", true)).toContain(example);
  expect(systemPrompt("en", "ru")).not.toContain(example);
  expect(systemPrompt("ja", "ru", true)).toContain("four letters");
});
