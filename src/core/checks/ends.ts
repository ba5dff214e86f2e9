import { littleWordsOf } from "../function-words.js";
import { baseOf, letterOf } from "../languages.js";
import { isCopy, isName, sharesRun } from "./copies.js";
import { areAlike } from "./identified.js";
import { type Answer, beginning, type Check, withoutMarks } from "./line.js";

/** What a model left untranslated at the end, where it stopped halfway. */
export const ends: Check = (answer, { from, to }) => {
  const { source, reply } = answer;
  if (from !== null && (areAlike(baseOf(from), baseOf(to)) || areKin(from, to))) return [];
  if (isCopy(source, reply) || sharesRun(answer, to)) return [];
  return (SPACELESS.test(source) ? endsInLetters(answer, to) : endsInWords(answer, from)) ? ["tail"] : [];
};

/** Languages whose sentences may well end in the same two words: "por favor". */
const KIN = ["es", "pt", "gl", "ca", "it"];
const areKin = (one: string, other: string) => KIN.includes(baseOf(one)) && KIN.includes(baseOf(other));

const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** No human line that is not held out ends in two plain words of its source, unless most of that end is names. */
const PLAIN_WORDS = 2;
const isAscii = (word: string) => /^[a-z]+$/u.test(word);
const isPlain = (word: string) => !isName(word) && !/[-\p{N}]/u.test(word);

/** Commands like `npm install` are copied rightly, and have none of a language's little words. */
function endsInWords({ sourceWords, replyWords }: Answer, from: string | null): boolean {
  const shared = sharedEnd(lower(sourceWords), lower(replyWords));
  if (shared === sourceWords.length || shared === replyWords.length) return false;
  const end = sourceWords.slice(sourceWords.length - shared);
  const plain = end.filter(isPlain);
  if (plain.length < PLAIN_WORDS || plain.length * 2 <= end.length) return false;
  const little = from === null ? undefined : littleWordsOf(from);
  return little?.size ? plain.some((word) => little.has(word.toLowerCase())) : !plain.some(isAscii);
}

/** Japanese and Thai names and words in common are not written in these letters, but Chinese ones are. */
const RUNNING = /[\p{Script=Hiragana}\p{Script=Thai}]/gu;
const HAN = /\p{Script=Han}/gu;
const LEAST_RUNNING = 2;
const LEAST_HAN = 5;

/** Han says nothing where the target is written in it too. */
function endsInLetters({ source, reply }: Answer, to: string): boolean {
  const [own, given] = [lettersOf(source), lettersOf(reply)];
  const shared = sharedEnd(own, given);
  if (shared === own.length || shared === given.length) return false;
  const end = own.slice(own.length - shared).join("");
  const writesHan = letterOf(to)?.test("字") ?? true;
  const han = writesHan ? 0 : (end.match(HAN)?.length ?? 0);
  const running = letterOf(to)?.test(end) ? 0 : (end.match(RUNNING)?.length ?? 0);
  return running >= LEAST_RUNNING || han >= LEAST_HAN;
}

const lower = (words: readonly string[]) => words.map((word) => word.toLowerCase());
const lettersOf = (text: string) => withoutMarks(beginning(text)).match(/[\p{L}\p{M}ー]/gu) ?? [];

/** How many units both end in. */
function sharedEnd(one: readonly string[], other: readonly string[]): number {
  const most = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < most && one.at(-1 - shared) === other.at(-1 - shared)) shared++;
  return shared;
}
