import type { Features } from "./features.js";
import { type Terms, termsIn } from "./terms.js";

/**
 * How much an outcome says for two lines being translations of each other: the natural logarithm of how much more
 * often it is seen between a line and its human translation than between a line and the translation of a line up to
 * three away. Counted by `npm run rates -- evidence` on the corpora's lines that are not held out, films weighing
 * five times as much as news.
 */
type Says = Record<string, number>;

/** What the document shows beside the two lines. */
interface Shown {
  /** The width that the translation should have. */
  expected: number;
  terms: Terms;
}

interface Evidence {
  outcome(source: Features, target: Features, shown: Shown): string;
  says: Says;
}

/** Variance of a translation's length per character: Gale and Church, "A Program for Aligning Sentences", 1993. */
const VARIANCE = 6.8;
const DEVIATIONS = [0.25, 0.5, 1, 1.5, 2, 3];

export const EVIDENCE: Readonly<Record<string, Evidence>> = {
  length: {
    outcome: (_, { width }, { expected }) => {
      const deviation = Math.abs(width - expected) / Math.sqrt(((expected + width) / 2 + 1) * VARIANCE);
      return `<${DEVIATIONS.find((limit) => deviation < limit) ?? "∞"}`;
    },
    says: { "<0.25": 1.1, "<0.5": 0.9, "<1": 0.4, "<1.5": -0.5, "<2": -1.5, "<3": -2.9, "<∞": -3 },
  },
  numbers: {
    outcome: ({ numbers: a }, { numbers: b }) => {
      if (a.size + b.size === 0) return "none";
      const common = shared(a, b);
      if (common === 0) return a.size && b.size ? "other" : "one side";
      if (common < Math.max(a.size, b.size)) return "some";
      return common > 1 ? "several" : "same";
    },
    says: { none: 0.1, same: 3.1, several: 3.5, some: 3.2, other: -1.3, "one side": -2.2 },
  },
  opening: {
    outcome: ({ opening: a }, { opening: b }) => sameMark(a, b),
    says: { none: 0, same: 1.8, other: -1.3, "one side": -0.8 },
  },
  ending: {
    outcome: ({ ending: a }, { ending: b }) => (a === "." && b === "." ? "full stops" : sameMark(a, b)),
    says: { none: 1.7, same: 1.4, "full stops": 0.2, other: -1.5, "one side": -0.5 },
  },
  questions: {
    outcome: (a, b) => sides(a.asks, b.asks),
    says: { none: 0.1, both: 1.2, "one side": -2.4 },
  },
  exclamations: {
    outcome: (a, b) => sides(a.exclaims, b.exclaims),
    says: { none: 0.1, both: 1.1, "one side": -1.5 },
  },
  quotes: {
    outcome: (a, b) => sides(a.quotes, b.quotes),
    says: { none: 0.1, both: 0.8, "one side": -1.2 },
  },
  commas: {
    outcome: (a, b) => counted(a.commas, b.commas),
    says: { none: 0.1, one: 0.5, many: 0.7, near: -0.1, far: -0.6 },
  },
  sentences: {
    outcome: (a, b) => counted(a.sentences, b.sentences),
    says: { none: 1.5, one: 0.2, many: 0.9, near: -0.6, far: -0.6 },
  },
  breaks: {
    outcome: (a, b) => counted(a.breaks, b.breaks),
    says: { none: 0.1, one: 1.2, many: 1.2, near: -1.3, far: -1.3 },
  },
  capital: {
    outcome: ({ capital: a }, { capital: b }) => {
      if (a === undefined || b === undefined) return "caseless";
      return a === b ? (a ? "both" : "neither") : "one side";
    },
    says: { both: 0, neither: 1.3, "one side": -1, caseless: 0 },
  },
  stems: {
    outcome: (a, b) => {
      if (!a.latin || !b.latin) return "other script";
      const least = Math.min(a.stems.size, b.stems.size);
      const common = shared(a.stems, b.stems);
      if (common === 0) return least > 4 ? "none of five" : least > 0 ? "none" : "no words";
      return `${common / least >= 0.5 ? "half" : "some"}${common > 1 ? " of many" : ""}`;
    },
    says: {
      ...{ "half of many": 3.3, "some of many": 2.4, half: 1.4, some: 0.8 },
      ...{ none: -0.5, "none of five": -0.9, "no words": 0, "other script": 0 },
    },
  },
  latinWords: {
    outcome: (a, b) => {
      const least = Math.min(a.stems.size, b.stems.size);
      if (a.latin === b.latin || least === 0) return "no words";
      const common = shared(a.stems, b.stems);
      return common > 1 ? "many" : common === 1 ? "one" : "none";
    },
    says: { many: 3.4, one: 1, none: -1.5, "no words": 0 },
  },
  terms: {
    outcome: ({ terms: source }, { terms: target }, { terms }) => {
      const { found, lost } = termsIn(terms, { source, target });
      if (found === 0) return lost === 0 ? "none" : lost === 1 ? "lost" : "several lost";
      if (lost > 0) return found > lost ? "most" : "few";
      return found === 1 ? "one" : "many";
    },
    says: { none: 0, one: 1.2, many: 1.6, most: 1, few: 0.5, lost: -0.6, "several lost": -1.1 },
  },
};

const sides = (a: boolean, b: boolean) => (a && b ? "both" : a || b ? "one side" : "none");
const sameMark = (a: string, b: string) => (a === b ? (a ? "same" : "none") : a && b ? "other" : "one side");

function counted(a: number, b: number): string {
  if (a === b) return a === 0 ? "none" : a === 1 ? "one" : "many";
  return Math.abs(a - b) === 1 ? "near" : "far";
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const one of a) if (b.has(one)) count++;
  return count;
}
