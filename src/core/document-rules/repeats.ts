import { canonicalJson } from "../canonical-json.js";
import type { Json } from "../json.js";
import { isObject } from "../json-pointer.js";
import type { Finding, Judged } from "./finding.js";
import { listsOf, plain, textsOf, wordsOf } from "./texts.js";

/** A text that goes round: as many times, as many words in all. People say a thing three times, and short. */
const TIMES = 4;
const LEAST_WORDS = 12;
const LONGEST_PERIOD = 12;

/** Texts that loop, and lists that hold the same item twice. */
export const repeats = ({ document }: Judged): Finding[] => [
  ...textsOf(document).flatMap(({ at, text }): Finding[] =>
    loops(text) ? [{ rule: "loop", at, gravity: "hard", says: "it repeats itself over and over" }] : [],
  ),
  ...listsOf(document).flatMap(({ at, list }): Finding[] =>
    hasTwice(list) ? [{ rule: "doubled", at, gravity: "soft", says: "it holds the same item twice" }] : [],
  ),
];

/** Whether a few words come again and again, one time after the other. */
function loops(text: string): boolean {
  const words = wordsOf(text).map((word) => word.toLowerCase());
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    let run = 0;
    for (let at = period; at < words.length; at++) {
      run = words[at] === words[at - period] ? run + 1 : 0;
      const said = run + period;
      if (said >= Math.max(LEAST_WORDS, TIMES * period)) return true;
    }
  }
  return false;
}

/** Items of a few words, such as the rows of a pattern, are often the same; items that say more are not. */
const LEAST_LETTERS = 25;

function hasTwice(list: readonly Json[]): boolean {
  const keys = list.flatMap((item) => {
    const key =
      typeof item === "string" ? plain(withoutNumber(item)) : isObject(item) ? canonicalJson(item) : "";
    return key.length >= LEAST_LETTERS ? [key] : [];
  });
  return new Set(keys).size < keys.length;
}

const withoutNumber = (text: string) => text.replace(/^\s*(?:\p{L}+\s+)?\d+\s*[.:)]\s*/u, "");
