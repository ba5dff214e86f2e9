import { baseOf } from "../languages.js";
import { widthOf } from "../text.js";
import type { Check } from "./line.js";
import type { CheckCode } from "./marks.js";

/**
 * From here on a reply is not stored at all. It is five times the length that is doubted, and not one of 36,583
 * lines translated by people reaches even that; a translation of a short line may be long, but not 2,000 characters.
 */
const ENDLESS_TIMES = 20;
const ENDLESS_WIDTH = 2000;

/** Lengths that no language explains. */
export const lengths: Check = ({ source, reply }) => {
  const [before, after] = [widthOf(source), widthOf(reply)];
  if (after > before * ENDLESS_TIMES && after > ENDLESS_WIDTH) return ["endless"];
  if (after > before * 4 + 60) return ["overlong"];
  return before > 40 && after < before / 6 ? ["tooshort"] : [];
};

/** The question mark that was lost. Thai and Japanese do without. */
export const question: Check = ({ source, reply }, { to }) => {
  const codes: CheckCode[] = [];
  if (
    /[?？؟]/u.test(source) &&
    !/[?？؟;՞]/u.test(reply) &&
    !["th", "ja", "lo", "my", "km"].includes(baseOf(to))
  )
    codes.push("question");
  return codes;
};
