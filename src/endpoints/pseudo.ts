import { free } from "./answers.js";
import type { Endpoint } from "./endpoint.js";

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = [..."áƀçđéƒĝĥíĵķļɱñóþɋŕšţúṽŵẋýžÁɃÇĐÉƑĜĤÍĴĶĻⱮÑÓÞɊŔŠŢÚṼŴẊÝŽ"];
const UNTOUCHED = /⟦\d+⟧/g;

/** Pseudo-localisation: readable, plainly no translation, offline and free; for trying transcron out. */
export const pseudo = (): Endpoint => ({
  name: "pseudo",
  model: null,
  key: "pseudo",
  memory: "pseudo",
  settings: "",
  remote: false,
  repeatable: false,
  price: () => 0,
  engine: {
    anyLanguage: true,
    needsSource: false,
    lines: async ({ lines, to }) => free(lines.map((line) => `[pseudo ${to}] ${accent(line)}`)),
  },
});

function accent(text: string): string {
  const kept = text.match(UNTOUCHED) ?? [];
  return text
    .split(UNTOUCHED)
    .map((part) => [...part].map((letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join(""))
    .reduce((whole, part, index) => whole + (index ? kept[index - 1] : "") + part, "");
}
