import type { Finding, Judged } from "./finding.js";
import { type Placed, quotedIn, textsOf, wordsOf } from "./texts.js";

const ENDS = /[.!?…。！？:;)\]"”»'’*`|]$/u;
/** Words that begin something and end nothing. */
const HANGING =
  /(?:\s(?:and|or|the|of|to|with|for|et|ou|le|la|les|des|und|oder|der|den|das|mit|el|los|con|para|di|della|com)|[,(–-])$/;
/** Shorter texts are labels, which end anyhow. */
const LABEL = 25;
/** Titles have fewer words. */
const PROSE = 9;

/** Texts that end in the middle of a sentence, by their last word or since their like end with a mark. */
export const cutOff = ({ document, parameters }: Judged): Finding[] => {
  const texts = textsOf(document).flatMap(partsOf);
  const kinds = new Map<string, Placed[]>();
  for (const placed of texts) {
    const kind = placed.at.replace(/\/\d+(?=\/|$)/g, "/*");
    const alike = kinds.get(kind);
    if (alike) alike.push(placed);
    else kinds.set(kind, [placed]);
  }
  const prose = texts.filter(({ text }) => wordsOf(text).length >= PROSE);
  const cut = [
    ...texts.filter(({ text }) => text.length >= LABEL && HANGING.test(text)),
    ...unlike(prose, 1),
    ...[...kinds.values()].flatMap((alike) => unlike(alike, 2)),
  ].filter(({ text }) => !quotedIn(parameters, text));
  return [...new Set(cut.map(({ at }) => at))].map((at) => ({
    ...{ rule: "cut-off", at, gravity: "soft" },
    says: "it ends in the middle of a sentence",
  }));
};

/** Of Markdown and texts of several paragraphs, the paragraphs that are prose. */
const partsOf = ({ at, text }: Placed): Placed[] =>
  text
    .split(/\n\n+/)
    .map((part) => ({ at, text: part.trim() }))
    .filter(({ text: part }) => part && !/^(?:#|\||[-*•] |\d+[.)] )/.test(part));

/** The one text in ten, or the single one, that does not end with a mark as the others do. */
function unlike(texts: readonly Placed[], leastEnded: number): Placed[] {
  const open = texts.filter(({ text }) => !ENDS.test(text));
  const isRule = texts.length - open.length >= leastEnded && open.length <= Math.max(1, texts.length / 10);
  return isRule ? open.filter(({ text }) => text.length >= LABEL) : [];
}
