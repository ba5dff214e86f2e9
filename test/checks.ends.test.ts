import { describe, expect, test } from "vitest";
import { type CheckOptions, checkReply } from "../src/core/checks.js";
import { loadIdentifier } from "../src/identifier.js";

const marksOf = (source: string, reply: string, options: Partial<CheckOptions> = {}) =>
  checkReply([{ source, reply, intact: true, duration: null }], { from: "en", to: "fr", ...options })[0]!;

describe("a line that ends untranslated is doubted", () => {
  test.each([
    ["in the same script", "You want to go there.", "Vous voulez to go there.", "en", "fr"],
    ["whatever the punctuation", "You want to go there.", "Vous voulez to go there…", "en", "fr"],
    ["in another script", "We left in the night.", "Мы уехали the night.", "en", "ru"],
    ["from a script without cases", "هل من أسئلة أخرى يا صديقي؟", "Noch Fragen يا صديقي؟", "ar", "de"],
    ["from Japanese", "そんなことして疲れない？", "Tröttnar du aldrig て疲れない？", "ja", "sv"],
    ["from Chinese", "我们明天早上在车站见面", "We meet 早上在车站见面", "zh", "en"],
  ])("%s", (_, source, reply, from, to) => {
    expect(marksOf(source, reply, { from, to })).toEqual(["tail"]);
  });

  test.each([
    ["a name", "I met Mary in New York.", "J'ai rencontré Mary à New York.", "en", "fr"],
    ["a title", "We saw Lord of the Rings.", "Nous avons regardé Lord of the Rings.", "en", "fr"],
    ["a command", "Run npm install", "Lancez npm install", "en", "fr"],
    ["a name and a little word", "The Goop of Gwyneth", "Le Goop of Gwyneth", "en", "fr"],
    ["an option", "Run it with --dry-run here-now", "Lancez-le avec --dry-run here-now", "en", "fr"],
    ["one word", "He was called an idiot.", "On l'a traité d'idiot.", "en", "fr"],
    ["what close languages share", "Ven aquí, por favor.", "Vem cá, por favor.", "es", "pt"],
    ["Han in Japanese", "我们明天在会议室电话会议", "明日は会議室で电话会议", "zh", "ja"],
  ])("but %s may rightly end both", (_, source, reply, from, to) => {
    expect(marksOf(source, reply, { from, to })).not.toContain("tail");
  });
});

describe("a short line in the wrong language", () => {
  test.each([
    ["the source's", "Stay away from me!", "de", "en"],
    ["a third", "Ein falscher Schritt...", "en", "ja"],
  ])("is doubted: %s", async (_, reply, to, from) => {
    const identify = (await loadIdentifier())!;
    const options = { identify, from, to };
    expect(marksOf("…", reply, options)).toContain("tongue");
  });

  test("is not judged by names and words that it takes from its source", async () => {
    const identify = (await loadIdentifier())!;
    const options = { identify, from: "en", to: "sv" };
    expect(marksOf("Ein falscher Schritt, Emo!", "Ein falscher Schritt, Hej!", options)).not.toContain(
      "tongue",
    );
  });

  test("is not judged where it has hardly a word, or without the identifier", async () => {
    const identify = (await loadIdentifier())!;
    expect(marksOf("Yes.", "Nein, ja.", { identify })).not.toContain("tongue");
    expect(marksOf("A wrong step.", "Ein falscher Schritt...")).not.toContain("tongue");
  });
});

describe("a small number is compared whether it is written in digits or as a word", () => {
  test.each([
    ["Wait three days for me.", "Attendez-moi quatre jours.", ["number"]],
    ["Wait three days for me.", "Attendez-moi 3 jours.", []],
    ["Wait 3 days for me.", "Attendez-moi trois jours.", []],
    ["Wait 3 days for me.", "Attendez-moi quatre jours.", ["number"]],
    ["Wait three days for me.", "Attendez-moi trois jours.", []],
    ["Wait three days for me.", "Attendez-moi un peu ici.", []],
  ])("%s → %s", (source, reply, marks) => {
    expect(marksOf(source, reply)).toEqual(marks);
  });
});
