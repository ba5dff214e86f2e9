import { baseOf, scriptOf } from "../languages.js";
import { isCopy } from "./copies.js";
import { type Answer, beginning, type CheckedLine, type CheckOptions, withoutMarks } from "./line.js";
import type { CheckCode } from "./marks.js";

/**
 * What a language identifier tells. It is right in 98 of 100 human lines of 20 to 39 letters and nearly all longer
 * ones, and in three of four of less than 15.
 */
const LEAST_LETTERS = 20;
/** No human line of forty letters or more was taken for its source's language with more than one half. */
const STILL_THERE = 0.5;
/** Shorter ones were, and so take more; as much as a third language does, which no human line was taken for. */
const STILL_THERE_IN_SHORT = 0.7;
const SOMEWHERE_ELSE = 0.7;
/** Of 176 human lines of 10 to 19 letters that are not held out, none was taken for another with as much. */
const LEAST_LETTERS_TO_DOUBT = 10;
const NEARLY_SURE = 0.8;

/** Languages that an identifier takes for each other count as one: of its short texts, and of ours. */
const ALIKE = [
  ["no", "nb", "nn", "da", "sv"],
  ["hr", "sr", "bs", "sh", "sl", "mk", "cnr"],
  ["id", "ms", "jv", "su", "min"],
  ["pt", "gl", "mwl"],
  ["es", "ast", "an", "ext", "lad", "ca", "oc", "gl"],
  ["zh", "yue", "wuu", "lzh", "gan", "cmn"],
  ["cs", "sk"],
  ["ru", "be", "uk", "bg", "mk", "rue"],
  ["hi", "mr", "ne", "bh", "mai", "sa", "dty", "new"],
  ["ar", "arz", "ary", "apc"],
  ["fa", "prs", "mzn", "pnb", "ur", "lrc", "glk"],
  ["de", "als", "gsw", "bar", "lb", "nds", "pfl", "ksh"],
  ["nl", "af", "li", "vls", "fy", "zea"],
  ["it", "co", "scn", "lmo", "pms", "vec", "nap", "sc", "eml", "lij", "rm"],
  ["fr", "wa", "oc", "pcd", "frp"],
  ["fi", "et", "vep", "olo"],
  ["tr", "az", "tk", "crh", "gag"],
  ["kk", "ky", "tt", "ba", "uz"],
  ["tl", "fil", "ceb", "war", "ilo", "pam", "bcl"],
  ["ro", "mo"],
  ["yi", "he"],
  ["en", "sco"],
];

export const areAlike = (one: string, other: string) =>
  one === other || ALIKE.some((group) => group.includes(one) && group.includes(other));

/** Scripts that several languages write, so that letters do not tell which it is. */
const SHARED = new Set(["Latn", "Cyrl", "Arab", "Deva"]);

/** Whether an identifier could tell more of these translations than their scripts do. */
export function wantsIdentifier(
  texts: readonly (string | undefined)[],
  { from, to, anyLanguage }: CheckOptions,
): boolean {
  if (anyLanguage || (from !== null && areAlike(baseOf(from), baseOf(to)))) return false;
  if (!SHARED.has(scriptOf(to) ?? "")) return false;
  return texts.reduce((sum, text = "") => sum + text.trim().length, 0) >= LEAST_LETTERS;
}

/** What an identifier tells of one line: still in the source's language, or in a third. A copy is told apart elsewhere. */
export function identifiedMark(answer: Answer, options: CheckOptions): CheckCode | undefined {
  if (!isShared(options.to)) return undefined;
  const text = withoutMarks(beginning(answer.reply));
  const letters = lettersIn(text);
  if (letters < LEAST_LETTERS) return shortMark(answer, options);
  const least = letters < 2 * LEAST_LETTERS ? STILL_THERE_IN_SHORT : STILL_THERE;
  return markOf(text, options, { left: least, foreign: SOMEWHERE_ELSE });
}

/**
 * The mark of a reply that as a whole is in another language than the one wanted, whose lines may each be too short to
 * tell. Copies are left out, since names and commands are rightly no target language.
 */
export function wholeMark(lines: readonly CheckedLine[], options: CheckOptions): CheckCode | undefined {
  if (!isShared(options.to)) return undefined;
  const replies = lines.flatMap(({ source, reply }) => (reply && !isCopy(source, reply) ? [reply] : []));
  const text = withoutMarks(beginning(replies.join(" ")));
  if (lettersIn(text) < 3 * LEAST_LETTERS) return undefined;
  return markOf(text, options, { left: SOMEWHERE_ELSE, foreign: SOMEWHERE_ELSE });
}

/** Of a short line only what is not its source's counts: names are in any language. */
function shortMark({ sourceWords, replyWords }: Answer, options: CheckOptions): CheckCode | undefined {
  const taken = new Set(sourceWords.map((word) => word.toLowerCase()));
  const text = replyWords.filter((word) => !taken.has(word.toLowerCase())).join(" ");
  if (lettersIn(text) < LEAST_LETTERS_TO_DOUBT) return undefined;
  return markOf(text, options, { left: NEARLY_SURE, foreign: NEARLY_SURE }) && "tongue";
}

function markOf(
  text: string,
  { from, to, identify }: CheckOptions,
  least: { left: number; foreign: number },
): CheckCode | undefined {
  if (!identify || (from !== null && areAlike(baseOf(from), baseOf(to)))) return undefined;
  const { language, probability } = identify(text);
  if (areAlike(language, baseOf(to))) return undefined;
  if (from !== null && areAlike(language, baseOf(from)))
    return probability > least.left ? "language" : undefined;
  return probability > least.foreign ? "foreign" : undefined;
}

const isShared = (tag: string) => SHARED.has(scriptOf(tag) ?? "");
const lettersIn = (text: string) => text.match(/\p{L}/gu)?.length ?? 0;
