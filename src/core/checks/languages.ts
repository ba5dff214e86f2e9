import { staysInLanguage } from "../function-words.js";
import { letterOf, scriptOf } from "../languages.js";
import { folded } from "../text.js";
import { distinctWords, isName } from "./copies.js";
import { identifiedMark } from "./identified.js";
import { type Answer, type Check, isSameLanguage } from "./line.js";
import type { CheckCode } from "./marks.js";

/** Whether a reply is written in the target's script and language. A copy is looked at elsewhere. */
export const languages: Check = (answer, options) => {
  const { source, reply } = answer;
  const { from, to, identify } = options;
  if (!isSameLanguage(options) && folded(source) === folded(reply)) return [];
  const codes = scriptMarks(answer, to);
  if (codes.includes("script") || isSameLanguage(options)) return codes;
  if (from && staysInLanguage(reply, from, to)) codes.push("language");
  else {
    const identified = identify && identifiedMark(answer, options);
    if (identified) codes.push(identified);
  }
  return codes;
};

/** Characters that only one of the two Chinese scripts writes, the most frequent of each. */
const SIMPLIFIED = /[们这说对时国会学发过还没样个么东车长问为来让给谁吗]/gu;
const TRADITIONAL = /[們這說對時國會學發過還沒樣個麼東車長問為來讓給誰嗎]/gu;

/** Words taken over from the source (names, commands) say nothing about the script; of the rest some letter must fit. */
function scriptMarks({ reply, sourceWords, replyWords }: Answer, to: string): CheckCode[] {
  const letter = letterOf(to);
  if (!letter) return [];
  const taken = new Set(sourceWords);
  const own = replyWords.filter((word) => !taken.has(word));
  const letters = own.join("").match(/\p{L}/gu) ?? [];
  if (letters.length === 0) return !letter.test(reply) && distinctWords(reply) > 0 ? ["same"] : [];
  if (!letters.some((character) => letter.test(character))) {
    if (letters.length < 3 || own.every(isName)) return ["same"];
    return ["script"];
  }
  const script = scriptOf(to);
  if (script !== "Hans" && script !== "Hant") return [];
  const simplified = reply.match(SIMPLIFIED)?.length ?? 0;
  const traditional = reply.match(TRADITIONAL)?.length ?? 0;
  const [right, wrong] = script === "Hans" ? [simplified, traditional] : [traditional, simplified];
  return wrong > right ? ["variant"] : [];
}
