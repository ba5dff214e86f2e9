import type { Finding, Judged } from "./finding.js";
import { type Placed, textsOf } from "./texts.js";

const ENDS = /[.!?…。！？:;)\]"”»'’*`|]$/u;
/** Words that begin something and end nothing. */
const HANGING =
  /(?:\s(?:and|or|the|of|to|with|for|et|ou|le|la|les|des|und|oder|der|den|das|mit|el|los|con|para|di|della|com)|[,(–-])$/;
const LONG = 40;
/** Where as many texts of a kind end with a mark, one without it was cut off. */
const LEAST_ENDED = 2;

/** Texts that end in the middle of a sentence, by their last word or since their like ends otherwise. */
export const cutOff = ({ document }: Judged): Finding[] => {
  const kinds = new Map<string, Placed[]>();
  for (const placed of textsOf(document).flatMap(partsOf)) {
    const kind = placed.at.replace(/\/\d+(?=\/|$)/g, "/*");
    const alike = kinds.get(kind);
    if (alike) alike.push(placed);
    else kinds.set(kind, [placed]);
  }
  return [...kinds.values()].flatMap(cutAmong);
};

/** Of Markdown and texts of several paragraphs, the paragraphs that are prose. */
const partsOf = ({ at, text }: Placed): Placed[] =>
  text
    .split(/\n\n+/)
    .map((part) => ({ at, text: part.trim() }))
    .filter(({ text: part }) => part && !/^(?:#|\||[-*•] |\d+[.)] )/.test(part));

function cutAmong(texts: readonly Placed[]): Finding[] {
  const ended = texts.filter(({ text }) => ENDS.test(text)).length;
  const alike = ended >= LEAST_ENDED && texts.length - ended <= Math.max(1, texts.length / 10);
  return texts
    .filter(({ text }) => !ENDS.test(text) && text.length >= LONG && (alike || HANGING.test(text)))
    .map(({ at }) => ({ rule: "cut-off", at, gravity: "soft", says: "it ends in the middle of a sentence" }));
}
