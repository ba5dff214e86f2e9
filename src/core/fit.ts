import { EVIDENCE } from "./evidence.js";
import { type Features, featuresOf } from "./features.js";
import { learnTerms, stemsOf, type Terms } from "./terms.js";

/** Lines of a request and what came back for each; undefined where nothing did. */
export interface Aligned {
  sources: readonly string[];
  /** Source lines just before and after them: a shifted reply may begin or end with theirs. */
  before?: readonly string[];
  after?: readonly string[];
  translations: readonly (string | undefined)[];
  /** Lines of the same document that are translated already: they show which words stand for each other. */
  accepted?: readonly { source: string; translation: string }[];
}

/** How well each translation fits each source: `fit[source][translation]`, the sources around them included. */
interface Fit {
  of: readonly (readonly number[])[];
  /** Where the request's own first line stands among the sources. */
  first: number;
  count: number;
}

/** A replaced line fits nothing in particular; this is what it is held to. */
const UNKNOWN = 0;

export function fitOf({ sources, before = [], after = [], translations, accepted = [] }: Aligned): Fit {
  const around = [...before, ...sources, ...after].map(featuresOf);
  const targets = translations.map((text) => (text === undefined ? undefined : featuresOf(text)));
  const ratio = widthRatio(around.slice(before.length, before.length + sources.length), targets);
  const terms = learnTerms(
    accepted.map(({ source, translation }) => ({ source: stemsOf(source), target: stemsOf(translation) })),
  );
  const of = around.map((source) =>
    targets.map((target) => (target ? fitOfPair(source, target, { ratio, terms }) : UNKNOWN)),
  );
  return { of, first: before.length, count: sources.length };
}

/** The batch's own ratio of target to source width, so that no table of languages is needed. */
function widthRatio(sources: readonly Features[], targets: readonly (Features | undefined)[]): number {
  let from = 1;
  let to = 1;
  targets.forEach((target, line) => {
    if (!target) return;
    from += sources[line]!.width;
    to += target.width;
  });
  return to / from;
}

const ALL = Object.values(EVIDENCE);

/** The sum of what each feature says, as if they were independent. */
function fitOfPair(
  source: Features,
  target: Features,
  { ratio, terms }: { ratio: number; terms: Terms },
): number {
  const shown = { expected: source.width * ratio, terms };
  return ALL.reduce((sum, { outcome, says }) => sum + (says[outcome(source, target, shown)] ?? 0), 0);
}

/** By how much another alignment must explain a reply's lines better for them to be called misplaced. */
interface Alarms {
  /** For a slide that moves so many lines. */
  slide(moved: number): number;
  /** For a swap, in a reply of so many lines. */
  swap(count: number): number;
}

/**
 * Where an alarm costs a request. A slide needs more for each line that it moves: what a pair of languages does
 * otherwise than most, it does in every line. A swap needs more by the logarithm of how many there are: the likeliest
 * of many looks likely by chance. Set on the lines that are not held out.
 */
const ASKS_AGAIN: Alarms = {
  slide: (moved) => 8 + 0.5 * moved,
  swap: (count) => 7 + Math.log(Math.max(1, (count * (count - 1)) / 2)),
};
/** Where an alarm only shows a person what to look at: in languages far apart a slide explains little more. */
export const SHOWS: Alarms = { slide: () => 10, swap: () => 10 };

/** A reply must explain a line better than any alternative by this much for the line to be proved. */
const PROOF = 2;

/**
 * The lines whose translations stand at the wrong place: those that the likeliest alternative moves, where it fits
 * markedly better than the reply as it stands. Alternatives are slides up or down from a line to the end, and two
 * lines swapped. Empty for a good reply.
 */
export function misplacedLines(fit: Fit, alarms = ASKS_AGAIN): number[] {
  const { count } = fit;
  let best: { excess: number; lines: number[] } = { excess: 0, lines: [] };
  const consider = (excess: number, lines: () => number[]) => {
    if (excess >= best.excess) best = { excess, lines: lines() };
  };
  for (const shift of [1, -1]) {
    let gain = 0;
    for (let line = count - 1; line >= 0; line--) {
      gain += moved(fit, line, line - shift) - straight(fit, line);
      if (count - line > 1) consider(gain - alarms.slide(count - line), () => range(line, count - 1));
    }
  }
  const alarm = alarms.swap(count);
  for (let one = 0; one < count; one++)
    for (let other = one + 1; other < count; other++)
      consider(-swapMargin(fit, one, other) - alarm, () => [one, other]);
  return best.lines;
}

/**
 * The lines that are proved to stand at their place: for each, the reply as it stands fits better by a margin than
 * every alternative that would move it, slides by up to two lines between any two places and swaps with any other
 * line. The absence of an alarm proves nothing: where lines are too alike to tell, none is proved.
 */
export function provedLines(fit: Fit): Set<number> {
  const { count } = fit;
  const least = new Array<number>(count).fill(Number.POSITIVE_INFINITY);
  const note = (line: number, margin: number) => {
    if (margin < least[line]!) least[line] = margin;
  };
  for (const shift of [1, -1, 2, -2])
    for (let from = 0; from < count; from++) {
      let margin = 0;
      for (let to = from; to < count; to++) {
        margin += straight(fit, to) - moved(fit, to, to - shift);
        if (to > from) for (let line = from; line <= to; line++) note(line, margin);
      }
    }
  for (let one = 0; one < count; one++)
    for (let other = one + 1; other < count; other++) {
      const margin = swapMargin(fit, one, other);
      note(one, margin);
      note(other, margin);
    }
  return new Set(range(0, count - 1).filter((line) => count === 1 || least[line]! >= PROOF));
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

const straight = ({ of, first }: Fit, line: number) => of[first + line]![line]!;

/** How well a line's translation fits another line's source, which may stand just before or after the request. */
const moved = ({ of, first }: Fit, line: number, source: number) => of[first + source]?.[line] ?? UNKNOWN;

const swapMargin = (fit: Fit, one: number, other: number) =>
  straight(fit, one) + straight(fit, other) - moved(fit, one, other) - moved(fit, other, one);
