import { restoreBreaks } from "../breaks.js";
import { baseOf, lineWidth, readingSpeed } from "../languages.js";
import { SECOND } from "../time.js";
import { type Check, withoutMarks } from "./line.js";
import type { CheckCode } from "./marks.js";

/** A reader follows a little more than the rule for a while. */
const TOLERANCE = 1.2;

/** Whether a line can be read in its time and fits the screen, with the breaks it will be stored with. */
export const layout: Check = ({ source, reply, duration }, { from, to }) => {
  if (duration === null) return [];
  const codes: CheckCode[] = [];
  const shown = withoutMarks(restoreBreaks(source, reply.replace(/\r\n?/g, "\n").trim()));
  const original = withoutMarks(source);
  if (isFast(shown, duration, to) && !(from && isFast(original, duration, from))) codes.push("fast");
  if (widest(shown, to) > lineWidth(to) && widest(original, from ?? to) <= lineWidth(from ?? to))
    codes.push("wide");
  return codes;
};

const isFast = (text: string, duration: number, language: string) =>
  duration > 0 &&
  (lengthOf(text.replace(/\s/g, ""), language) * SECOND) / duration > readingSpeed(language) * TOLERANCE;

const widest = (text: string, language: string) =>
  text.split("\n").reduce((most, line) => Math.max(most, lengthOf(line.trim(), language)), 0);

const HALVES = new Set(["ja", "zh", "ko"]);

/** Characters as readers count them: marks over and under letters are none, and between full-width ones others are half. */
function lengthOf(text: string, language: string): number {
  const letters = text.replace(/\p{M}/gu, "");
  if (!HALVES.has(baseOf(language))) return letters.length;
  return letters.length - (letters.match(/[\u0020-\u00FF]/g)?.length ?? 0) / 2;
}
