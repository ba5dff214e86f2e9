import { copies } from "./checks/copies.js";
import { cutLines } from "./checks/cut-lines.js";
import { damage } from "./checks/damage.js";
import { dressing } from "./checks/dressing.js";
import { ends } from "./checks/ends.js";
import { wholeMark } from "./checks/identified.js";
import { languages } from "./checks/languages.js";
import { layout } from "./checks/layout.js";
import { lengths, question } from "./checks/lengths.js";
import { answerOf, type Check, type CheckedLine, type CheckOptions } from "./checks/line.js";
import type { CheckCode } from "./checks/marks.js";
import { names } from "./checks/names.js";
import { numbers } from "./checks/numbers.js";
import { repetition } from "./checks/repetition.js";
import { talk } from "./checks/talk.js";
import { copied, equals, uniform } from "./checks/together.js";

export { wantsIdentifier } from "./checks/identified.js";
export type { CheckOptions, Identify, TranslatedLine } from "./checks/line.js";
export { CHECKS, type CheckCode, gravityOf, promptOf } from "./checks/marks.js";

/** Each has one idea of what can be wrong with a line. */
const ANY_LANGUAGE: readonly Check[] = [repetition, damage, numbers, lengths, layout];
const LANGUAGES: readonly Check[] = [
  repetition,
  damage,
  dressing,
  talk,
  numbers,
  copies,
  ends,
  languages,
  lengths,
  question,
  layout,
];

const ABOUT_LANGUAGE: readonly CheckCode[] = ["language", "foreign"];

/** The marks of every line of a reply, in its order. */
export function checkReply(lines: readonly CheckedLine[], options: CheckOptions): CheckCode[][] {
  const marks = lines.map((line, index) => checkLine(line, index + 1, options));
  const add = (index: number, code: CheckCode) => {
    if (!marks[index]!.includes(code)) marks[index]!.push(code);
  };
  if (!options.anyLanguage) {
    copied(lines, marks, add);
    names(lines, options, add);
    // One word over and over is in no language.
    const loops = (index: number) => marks[index]!.includes("loop");
    const spoken = lines.filter((_, index) => !loops(index));
    const whole = options.identify && wholeMark(spoken, options);
    lines.forEach(({ reply }, index) => {
      if (whole && reply && !loops(index) && /\p{L}{2}/u.test(reply)) add(index, whole);
    });
    for (const index of cutLines(lines, options))
      if (!marks[index]!.includes("empty")) add(index, "tooshort");
  }
  if (options.engine) return marks;

  equals(lines, options, add);
  uniform(lines, add);
  return marks;
}

function checkLine(line: CheckedLine, key: number, options: CheckOptions): CheckCode[] {
  const { reply, intact } = line;
  if (reply === undefined) return ["missing"];
  if (!/[^\s\p{Cf}]/u.test(reply)) return ["empty"];
  const answer = answerOf(line, key);
  const checks = options.anyLanguage ? ANY_LANGUAGE : LANGUAGES;
  const found = checks.flatMap((check) => check(answer, options));
  const kept = found.includes("loop") ? found.filter((code) => !ABOUT_LANGUAGE.includes(code)) : found;
  return [...new Set([...(intact ? [] : (["markup"] as const)), ...kept])];
}
