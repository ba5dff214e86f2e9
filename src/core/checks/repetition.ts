import { beginning, type Check, withoutMarks } from "./line.js";

/** A reply that loops, or says all it says twice or more often, where its source does not. */
export const repetition: Check = ({ source, reply, sourceWords, replyWords }) => {
  if (loops(reply) && !loops(source)) return ["loop"];
  return isRepetition(reply, replyWords) && !repeatsAtAll(source, sourceWords) ? ["repetition"] : [];
};

function loops(text: string): boolean {
  const start = beginning(text);
  return /(.)\1{39,}/su.test(start) || /(\S.{0,60}?\S)\s*(?:\1\s*){9,}/su.test(start);
}

const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;

/** Its words; where they are not divided by spaces, its characters. */
function unitsOf(text: string, words: readonly string[]): readonly string[] {
  if (!SPACELESS.test(text)) return words.map((word) => word.toLowerCase());
  return withoutMarks(beginning(text)).match(/[\p{L}\p{M}\p{N}]/gu) ?? [];
}

/** Three words said twice are a repetition, two words or less only said thrice: "Come on, come on!" is a line. */
function isRepetition(text: string, words: readonly string[]): boolean {
  const spaceless = SPACELESS.test(text);
  const units = unitsOf(text, words);
  const period = periodOf(units);
  const times = units.length / period;
  const [twice, thrice] = spaceless ? [6, 4] : [3, 2];
  return (times >= 2 && period >= twice) || (times >= 3 && period >= thrice);
}

const repeatsAtAll = (text: string, words: readonly string[]) => {
  const units = unitsOf(text, words);
  return units.length > 1 && periodOf(units) < units.length;
};

/** The least length of which the whole is a repetition; its own length if it is none. By the failure function. */
function periodOf(units: readonly string[]): number {
  const count = units.length;
  const border = new Array<number>(count).fill(0);
  for (let at = 1; at < count; at++) {
    let length = border[at - 1]!;
    while (length > 0 && units[at] !== units[length]) length = border[length - 1]!;
    border[at] = units[at] === units[length] ? length + 1 : 0;
  }
  const period = count - (border[count - 1] ?? 0);
  return count > 0 && count % period === 0 ? period : count;
}
