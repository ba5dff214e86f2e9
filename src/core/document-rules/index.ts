import { cutOff } from "./cut-off.js";
import { declared } from "./declared.js";
import { empty } from "./empty.js";
import type { Finding, Judged } from "./finding.js";
import { asked } from "./language.js";
import { markup } from "./markup.js";
import { metaTalk } from "./meta-talk.js";
import { numbering } from "./numbering.js";
import { placeholders } from "./placeholders.js";
import { repeats } from "./repeats.js";

export { ruleProblems } from "./check-rules.js";

/** Each has one idea of what can be wrong with a document; these hold for every template. */
const ALWAYS: readonly ((judged: Judged) => Finding[])[] = [
  placeholders,
  empty,
  metaTalk,
  cutOff,
  repeats,
  numbering,
  asked,
  markup,
  declared,
];

/** All that is wrong with a document's content, by the rules for all and by those of its template. */
export const judgeDocument = (judged: Judged): Finding[] => ALWAYS.flatMap((rule) => rule(judged));
