import { expect, test } from "vitest";
import { sameMarkup } from "../src/core/markup.js";
import { languageInName, withLanguage } from "../src/core/name-language.js";

test.each([
  ["film.fr.srt", "fr"],
  ["film.pt-br.srt", "pt-BR"],
  ["film.zh_Hant.vtt", "zh-Hant"],
  ["My.Film.2019.de.srt", "de"],
  ["film.en.sdh.srt", "en"],
  ["film.en.forced.CC.srt", "en"],
  ["film.eng.srt", "en"],
  ["film.ger.srt", "de"],
  ["film.deu.srt", "de"],
  ["film.FRE.srt", "fr"],
  ["film.zho.srt", "zh"],
  ["film.pob.srt", "pt-BR"],
  ["film.fil.srt", "fil"],
  ["film.en.hi.srt", "en"],
  ["film.hi.srt", "hi"],
  ["film.eng.sdh.hi.srt", "en"],
  ["film.sdh.hi.srt", "hi"],
  ["film.hi.hi.srt", "hi"],
  ["film.hi.hi.hi.srt", "hi"],
  ["film.chi.srt", "zh"],
  ["film.PT-BR.srt", "pt-BR"],
  ["film.es-419.srt", "es-419"],
  ["film.src.srt", undefined],
  ["film.fat.srt", undefined],
  ["only.her.srt", undefined],
  ["long.run.srt", undefined],
  ["come.in.srt", undefined],
  ["film.web-dl.srt", undefined],
  ["Let.It.Be.srt", undefined],
  ["film.web.srt", undefined],
  ["movie.pal.srt", undefined],
  ["x.the.srt", undefined],
  ["star.war.srt", undefined],
  ["the.new.srt", undefined],
  ["part.one.srt", undefined],
  ["show.s01.srt", undefined],
  ["film.srt", undefined],
  ["fr.srt", undefined],
  ["film.1080p.srt", undefined],
  ["film.fr", undefined],
])("the name %s says that the language is %s", (name, language) => {
  expect(languageInName(name)).toBe(language);
});

test.each([
  ["film.en.forced.srt", "fr", "film.fr.forced.srt"],
  ["film.srt", "fr", "film.fr.srt"],
  ["Film.EN.SDH.srt", undefined, "Film.SDH.srt"],
  ["film.eng.sdh.hi.srt", "fr", "film.fr.sdh.hi.srt"],
  ["film", "fr", "film.fr"],
])("the name %s in %s is %s", (name, language, other) => {
  expect(withLanguage(name, language)).toBe(other);
});

test("each code of ISO 639-2 of a language with two letters is read, whichever of its two it is", () => {
  const pairs =
    "alb sqi arm hye baq eus bur mya chi zho cze ces dut nld fre fra geo kat ger deu gre ell ice isl mac mkd";
  const codes = `${pairs} mao mri may msa per fas rum ron slo slk tib bod wel cym`.split(" ");
  for (let at = 0; at < codes.length; at += 2) {
    const [bibliographic, terminological] = [codes[at]!, codes[at + 1]!];
    const language = languageInName(`film.${bibliographic}.srt`);
    expect(language, bibliographic).toMatch(/^[a-z]{2}$/);
    expect(languageInName(`film.${terminological}.srt`), terminological).toBe(language);
  }
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
