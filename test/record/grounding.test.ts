import { describe, expect, test } from "vitest";
import type { Json } from "../../src/core/json.js";
import { findQuote, transcriptOf } from "../../src/core/record/quote.js";
import { stands } from "../../src/core/record/stands.js";
import { saidOf } from "../../src/core/record/unsaid.js";
import { extracted, grounded, spoken } from "./support.js";

describe("nothing is said by", () => {
  test.each<Json>([
    ...[
      null,
      "",
      "  ",
      [],
      {},
      "unknown",
      "UNKNOWN",
      "N/A",
      "n.a.",
      "Not mentioned",
      "not specified.",
      "?",
      "—",
      "…",
    ],
    ...[
      "inconnu",
      "Non mentionné",
      "non précisée",
      "desconocido",
      "nicht angegeben",
      "k. A.",
      "неизвестно",
      "不明",
    ],
    ...[[null, "unknown"], { city: null, street: "n/a" }],
  ])("%j", (value) => {
    expect(saidOf(value)).toBeUndefined();
  });

  test.each<[Json, Json]>([
    [" Jean ", "Jean"],
    [0, 0],
    [false, false],
    ["no", "no"],
    ["Unknown Pleasures", "Unknown Pleasures"],
    [["a", null, "unknown"], ["a"]],
    [{ city: "Lyon", street: null }, { city: "Lyon" }],
  ])("but something by %j", (value, said) => {
    expect(saidOf(value)).toEqual(said);
  });
});

describe("a quote stands in the transcript", () => {
  const transcript = transcriptOf(
    spoken(
      "Bonjour, je m’appelle Jean Dupont.",
      "J'ai 35 ans, et mon numéro",
      "est le 06 12 34 56 78. Voilà !",
    ),
  );
  test.each([
    ["je m'appelle jean dupont", 0],
    ["J’AI 35 ANS", 10_000],
    ["mon numero est le 0612345678", 10_000],
    ["Voilà", 20_000],
    ["Bonjour je m'appelle Jean Dupont j'ai 35 années", 0],
  ])("%s", (quote, position) => {
    expect(findQuote(transcript, quote)).toEqual({ position });
  });

  test.each(["", "…", "je m'appelle Jean Durand", "06 12 34 56 79", "Dupont 35 numéro", "j'ai 53 ans"])(
    "%j does not",
    (quote) => {
      expect(findQuote(transcript, quote)).toBeUndefined();
    },
  );

  test("a quote longer than the transcript, and one of an empty transcript, do not", () => {
    expect(findQuote(transcriptOf(spoken("oui")), "oui oui oui")).toBeUndefined();
    expect(findQuote(transcriptOf([]), "oui")).toBeUndefined();
  });
});

describe("a value stands in its quote", () => {
  test.each<[Json, string, string | null]>([
    ["Jean Dupont", "je m'appelle JEAN DUPONT", "fr"],
    ["Rene", "c'est René", "fr"],
    ["12 rue de la Paix", "j'habite douze, rue de la paix", "fr"],
    ["jean.dupont@example.com", "jean point dupont arobase example point com", "fr"],
    [35, "j'ai 35 ans", "fr"],
    [35, "j'ai trente-cinq ans", "fr"],
    [71, "soixante et onze ans", "fr"],
    [97, "quatre-vingt-dix-sept", "fr"],
    [35, "I'm thirty five", "en"],
    [35, "ich bin fünfunddreißig", "de"],
    [35, "ich bin 35", "de"],
    [35, "tengo treinta y cinco años", "es"],
    [28, "ho ventotto anni", "it"],
    [41, "quarenta e um anos", "pt"],
    [35, "vijfendertig jaar", "nl"],
    [35, "trente-cinq ans", null],
    [1200, "environ 1 200 euros", "fr"],
    [1200, "mille deux cents euros", "fr"],
    [35000, "trente-cinq mille euros", "fr"],
    [35000, "35k", "en"],
    [35, "trente-cinq et un chien", "fr"],
    [2, "trente-cinq et deux chiens", "fr"],
    [3.5, "3,5 mètres", "fr"],
    ["06 12 34 56 78", "zéro six douze trente-quatre cinquante-six soixante-dix-huit", "fr"],
    ["06 12 34 56 78", "le 06, puis 12 34, 56 78", "fr"],
    ["+33 6 12 34 56 78", "le 06 12 34 56 78", "fr"],
    ["+1 555 010 9999", "five five five, oh one oh, ninety-nine ninety-nine", "en"],
    ["1990-05-03", "né le 3 mai 1990", "fr"],
    ["1990-05-03", "born on May 3rd, 1990", "en"],
    ["1990-05-03", "le 03/05/90", "fr"],
    ["1984-01-01", "le premier janvier mille neuf cent quatre-vingt-quatre", "fr"],
    ["1984-01-12", "January twelve nineteen eighty-four", "en"],
    [true, "oui, tout à fait", "fr"],
  ])("%j in %j", (value, quote, language) => {
    expect(stands(value, quote, language)).toBe(true);
  });

  test.each<[Json, string, string | null]>([
    ["Jean Durand", "je m'appelle Jean Dupont", "fr"],
    ["Jean Dupont", "je m'appelle Jean", "fr"],
    [5, "j'ai vingt-cinq ans", "fr"],
    [20, "j'ai vingt-cinq ans", "fr"],
    [40, "quarante-et-un ans", "fr"],
    [1, "vingt et un ans", "fr"],
    [5, "j'ai 35 ans", "fr"],
    [35, "3,5 mètres", "fr"],
    [5, "3,5 mètres", "fr"],
    [36, "trente-cinq", "fr"],
    ["06 12 34 56 79", "zéro six douze trente-quatre cinquante-six soixante-dix-huit", "fr"],
    ["12 rue de la Paix", "13 rue de la Paix", "fr"],
    ["1990-05-03", "né le 3 mai", "fr"],
    ["1990-05-03", "né le 3 juin 1990", "fr"],
    ["1990-05-04", "né le 3 mai 1990", "fr"],
    ["!!!", "!!!", "fr"],
  ])("%j does not in %j", (value, quote, language) => {
    expect(stands(value, quote, language)).toBe(false);
  });
});

test("a transcript that loops is read in no time", () => {
  const quote = "un ".repeat(250);
  const before = performance.now();
  for (const digits of [`${"1".repeat(31)}2`, "1".repeat(400)])
    expect(stands(digits, quote, null)).toBe(false);
  expect(performance.now() - before).toBeLessThan(10_000);
});

describe("what a transcript does not bear out is dropped, with a reason", () => {
  const LINES = ["Je m'appelle Jean Dupont, j'ai 35 ans.", "J'aime le tennis et le thé."];
  test.each<[string, Json, string, string]>([
    ["name", "Jean Dupont", "Jean le Grand Dupont", "its quote does not stand in the transcript"],
    ["name", "Jean Dupont", "", "it has no quote"],
    ["name", "Jeanne Dupont", "Je m'appelle Jean Dupont", "it does not stand in its quote"],
    ["age", "trente", "j'ai 35 ans", "it is not a whole number"],
    ["age", 3.5, "j'ai 35 ans", "it is not a whole number"],
    ["born", "1990-02-31", "j'ai 35 ans", "it is not a date such as 2026-05-03"],
    ["level", "master", "j'ai 35 ans", "it is none of the values that the field allows"],
    ["vip", "oui", "j'ai 35 ans", "it is not true or false"],
    ["address", "Lyon", "j'ai 35 ans", "it is not an object"],
    ["tags", [{ a: 1 }], "j'ai 35 ans", "one of its items does not fit: it is not a text"],
    ["address", { floor: "b" }, "j'ai 35 ans", 'its "floor" does not fit: it is not a whole number'],
    ["shoe", 35, "j'ai 35 ans", "the template has no such field"],
    ["__proto__", 35, "j'ai 35 ans", "the template has no such field"],
  ])("%s: %j", (field, value, quote, reason) => {
    const { said, dropped } = grounded(extracted([[field, value, quote]]), LINES);
    expect(said).toEqual([]);
    expect(dropped).toMatchObject([{ field, value, reason, quote, confidence: 0.9 }]);
  });

  test.each<[string, Json, Json]>([
    ["age", "35", 35],
    ["age", 35, 35],
    ["phone", 35, "35"],
    ["level", "expert", "expert"],
    ["vip", false, false],
    ["tags", "35", ["35"]],
  ])("but %s: %j is taken as %j", (field, value, taken) => {
    const { said, dropped } = grounded(extracted([[field, value, "j'ai 35 ans"]]), LINES);
    expect(dropped).toEqual([]);
    expect(said).toMatchObject([{ field, value: taken, position: 0 }]);
  });

  test("parts of lists and objects fall alone", () => {
    const quote = "J'aime le tennis et le thé.";
    const { said, dropped } = grounded(extracted([["tags", ["tennis", "golf", "thé"], quote]]), LINES);
    expect(said).toMatchObject([{ value: ["tennis", "thé"], position: 10_000 }]);
    expect(dropped).toMatchObject([{ value: "golf", reason: "it does not stand in its quote" }]);
  });

  test.each([
    ["name", "ne m'appelez plus Jean", "its quote does not stand in the transcript"],
    ["name", "ans", "its quote is a single word, which retracts nothing"],
    ["name", " ", "it has no quote"],
    ["shoe", "j'ai 35 ans", "the template has no such field"],
  ])("so is a retraction of %s by %j", (field, quote, reason) => {
    const { retracted, dropped } = grounded(extracted([], [[field, quote]]), LINES);
    expect(retracted).toEqual([]);
    expect(dropped).toMatchObject([{ field, value: null, reason }]);
  });
});
