import type { Finding, Judged } from "./finding.js";
import { textsOf } from "./texts.js";

const ENDED = /[.!?…。！？:;)\]"”»'’*`]\s*$/u;
/** Words that begin something and end nothing. */
const HANGING =
  /(?:\b(?:and|or|the|a|an|of|to|with|for|et|ou|le|la|les|de|und|oder|der|die|das|y|o|el|con)|[,(–-])\s*$/i;
const LONG = 60;

/** A long text that ends in the middle of a sentence. */
export const cutOff = ({ document }: Judged): Finding[] =>
  textsOf(document).flatMap(({ at, text }): Finding[] => {
    const isHanging = text.length >= LONG && !ENDED.test(text) && HANGING.test(text);
    return isHanging
      ? [{ rule: "cut-off", at, gravity: "hard", says: "it ends in the middle of a sentence" }]
      : [];
  });
