import { expect, test } from "vitest";
import { sameMarkup } from "../src/core/markup.js";
import { languageInName } from "../src/core/name-language.js";

test.each([
  ["film.fr.srt", "fr"],
  ["film.pt-br.srt", "pt-BR"],
  ["film.zh_Hant.vtt", "zh-Hant"],
  ["My.Film.2019.de.srt", "de"],
  ["film.en.sdh.srt", "en"],
  ["film.en.forced.CC.srt", "en"],
  ["film.srt", undefined],
  ["fr.srt", undefined],
  ["film.1080p.srt", undefined],
  ["film.fr", undefined],
])("the name %s says that the language is %s", (name, language) => {
  expect(languageInName(name)).toBe(language);
});

test.each([
  ["no markup", "Hello.", "Bonjour.", true],
  ["tags in another order", "<i>Hello</i> <b>Anna</b>", "<b>Anna</b>, <i>bonjour</i>", true],
  ["tags in capitals", "<i>Hello</i>", "<I>Bonjour</I>", true],
  ["other attributes", '<font color="red">Hello</font>', "<font color=red>Bonjour</font>", true],
  ["a tag less", "<i>Hello</i>", "Bonjour", false],
  ["a tag more", "Hello", "<i>Bonjour</i>", false],
  ["another tag", "<i>Hello</i>", "<b>Bonjour</b>", false],
  ["a lost placeholder", "Hello {name}", "Bonjour", false],
  ["another placeholder", "Hello {name}", "Bonjour {nom}", false],
  ["another address", "See www.example.org", "Voir www.example.fr", false],
  ["a code that was changed", "{\\an8}Hello", "{\\an2}Bonjour", false],
])("%s: markup is the same or not", (_, one, other, same) => {
  expect(sameMarkup(one, other)).toBe(same);
});
