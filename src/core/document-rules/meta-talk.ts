import type { Finding, Judged } from "./finding.js";
import { ANNOUNCED, OFFERED, REFUSALS } from "./talk-phrases.js";
import { quotedIn, textsOf, withoutQuotes } from "./texts.js";

/** As much of a text's end may be an offer. */
const END = 250;
/** A turn of a dialogue: `Ana: …` or `- …`. What people say there is not the model's. */
const TURN = /^(?:\*\*)?(?:\p{Lu}[\p{L}.]{0,20}(?: \p{Lu}[\p{L}.]{0,20})?(?:\*\*)?:(?:\*\*)?|[–—-]) .*$/gmu;

/** A refusal, or talk about the document inside of it. What a parameter says itself may be quoted. */
export const metaTalk = ({ document, parameters }: Judged): Finding[] =>
  textsOf(document).flatMap(({ at, text }): Finding[] => {
    const own = withoutQuotes(text).replace(TURN, " ").trim();
    const says = whatIn(own);
    if (says === undefined || quotedIn(parameters, text)) return [];
    return [{ rule: "meta-talk", at, gravity: "hard", says }];
  });

function whatIn(text: string): string | undefined {
  const has = (patterns: readonly RegExp[], part: string) => patterns.some((one) => one.test(part));
  if (has(REFUSALS, text)) return "a model speaks of itself, or refuses";
  return has(ANNOUNCED, text) || has(OFFERED, text.slice(-END))
    ? "a model speaks about the document"
    : undefined;
}
