#!/usr/bin/env node
// A reversible "translation" for any script, standard input to standard output: rot13 for a to z, and for other
// letters the neighbour they share all but the lowest bit with. Twice gives the original; no line stays as it is.
import { readFileSync } from "node:fs";

const LETTER = /\p{L}/u;

export function mirror(text) {
  return text.replace(/⟦\d+⟧|\p{L}/gu, (letter) => {
    if (letter.startsWith("⟦")) return letter;
    if (/[a-z]/i.test(letter)) {
      const first = letter < "a" ? 65 : 97;
      return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
    }
    const neighbour = String.fromCodePoint(letter.codePointAt(0) ^ 1);
    return LETTER.test(neighbour) ? neighbour : letter;
  });
}

if (process.argv[1]?.endsWith("mirror.mjs")) process.stdout.write(mirror(readFileSync(0, "utf8")));
