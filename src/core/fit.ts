import type { Features } from "./features.js";

/** Variance of a translation's length per character: Gale and Church, "A Program for Aligning Sentences", 1993. */
const VARIANCE = 6.8;

/**
 * What two lines have in common, feature by feature: which of the outcomes it is decides how much it says. `ratio`
 * is the document's width of target per width of source.
 */
export function outcomes(source: Features, target: Features, ratio: number): Record<string, string> {
  const found: Record<string, string> = {
    length: lengthBin(source.width * ratio, target.width),
    numbers: setOutcome(source.numbers, target.numbers),
    opening: markOutcome(source.opening, target.opening),
    ending: markOutcome(source.ending, target.ending),
    asks: both(source.asks, target.asks),
    exclaims: both(source.exclaims, target.exclaims),
    quotes: both(source.quotes, target.quotes),
    commas: counts(source.commas, target.commas),
    sentences: counts(source.sentences, target.sentences),
    breaks: counts(source.breaks, target.breaks),
  };
  if (source.capital !== undefined && target.capital !== undefined)
    found.capital = source.capital === target.capital ? (source.capital ? "both" : "small") : "one";
  if (source.latin && target.latin) found.stems = stemOutcome(source.stems, target.stems);
  else if (source.latin !== target.latin) found.words = setOutcome(source.stems, target.stems, true);
  return found;
}

function lengthBin(expected: number, width: number): string {
  const z = (width - expected) / Math.sqrt(((expected + width) / 2 + 1) * VARIANCE);
  return String([0.25, 0.5, 1, 1.5, 2, 3, 4].findIndex((limit) => Math.abs(z) < limit));
}

const both = (a: boolean, b: boolean) => (a && b ? "both" : a || b ? "one" : "none");
const markOutcome = (a: string, b: string) =>
  a === b ? (a ? `same ${a === "." ? "." : "mark"}` : "none") : a && b ? "other" : "one";

function counts(a: number, b: number): string {
  if (a === b) return a === 0 ? "none" : a === 1 ? "one" : "many";
  return Math.abs(a - b) === 1 ? "near" : "far";
}

function setOutcome(a: ReadonlySet<string>, b: ReadonlySet<string>, small = false): string {
  if (small) {
    const least = a.size < b.size ? a : b;
    const other = least === a ? b : a;
    if (least.size === 0) return "none";
    const shared = [...least].filter((x) => other.has(x)).length;
    return shared === 0 ? "other" : shared === 1 ? "shared" : "many";
  }
  if (a.size + b.size === 0) return "none";
  const shared = [...a].filter((x) => b.has(x)).length;
  if (shared === 0) return a.size && b.size ? "other" : "one";
  return shared === a.size && shared === b.size ? (shared > 1 ? "all" : "same") : "some";
}

function stemOutcome(a: ReadonlySet<string>, b: ReadonlySet<string>): string {
  const least = Math.min(a.size, b.size);
  if (least === 0) return "none";
  const shared = [...a].filter((x) => b.has(x)).length;
  if (shared === 0) return least > 4 ? "no5" : least > 2 ? "no3" : "no1";
  const share = shared / least;
  return share >= 0.5 ? (shared > 1 ? "half+" : "half") : shared > 1 ? "some+" : "some";
}
