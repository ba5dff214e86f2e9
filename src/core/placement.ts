import { anchorReader } from "./anchors.js";
import type { CheckCode } from "./checks.js";
import { type Aligned, fitOf, misplacedLines, provedLines } from "./fit.js";

/** Values of a reply by position from 0, as they came. */
interface Values {
  sources: readonly string[];
  values: readonly (string | undefined)[];
}

/** What the values of an anchored reply carry. */
export interface Anchors {
  /** Without their anchors. */
  texts: (string | undefined)[];
  /** The position of the line whose beginning each carries; undefined where it carries none. */
  lines: (number | undefined)[];
  /** Whether the model keeps to anchors: most of its values carry one. */
  kept: boolean;
}

/** Takes the anchors off an anchored reply. */
export function readAnchors({ sources, values }: Values): Anchors {
  const read = anchorReader(sources);
  const found = values.map((value, at) => (value === undefined ? undefined : read(value, at)));
  const answered = found.filter((one) => one !== undefined);
  const anchored = answered.filter(({ line }) => line !== undefined);
  return {
    texts: found.map((one) => one?.text),
    lines: found.map((one) => one?.line),
    kept: anchored.length * 2 > answered.length,
  };
}

interface Placing extends Aligned {
  /** Undefined where no anchors were asked for. */
  anchors: Anchors | undefined;
  /** Whether the reply's keys were exactly those asked for. */
  keysFit: boolean;
}

/**
 * What is held against each line's place, by position. A line of a model's reply counts as placed where it carries
 * its own line's beginning, where the fit proves it, or where it was asked for alone. All else is asked again, or,
 * from a model that does not keep to anchors, stored with the mark that says so.
 */
export function placeMarks(placing: Placing): CheckCode[][] {
  const { sources, translations, anchors, keysFit } = placing;
  const count = sources.length;
  // What came under other keys too may be the answer to something else, even to a line that was asked for alone.
  if (count === 1) return keysFit || translations[0] === undefined ? [[]] : [["unkeyed"]];
  const fit = fitOf(placing);
  const proved = provedLines(fit);
  const slid = new Set(misplacedLines(fit));
  const carried = anchors?.kept ? anchors.lines : undefined;
  // Where the fit contradicts an anchor, the model copies anchors by key, and its others prove nothing.
  const copied = sources.some((_, at) => carried?.[at] === at && slid.has(at));

  const markOf = (at: number): CheckCode | undefined => {
    const text = translations[at];
    if (text === undefined) return undefined;
    if (carried && carried[at] !== at) return carried[at] === undefined ? "unanchored" : "misplaced";
    if (slid.has(at)) return "slid";
    if (carried && !copied) return undefined;
    if (anchors && !carried && hasBar(text) && !hasBar(sources[at]!)) return "unanchored";
    if (proved.has(at)) return undefined;
    if (copied) return "shifted";
    return keysFit ? "unproved" : "unkeyed";
  };
  const marks = sources.map((_, at) => markOf(at));

  // A line beside one that is missing or another's may hold both, however well half of it fits.
  const broken = (at: number) =>
    at >= 0 && at < count && (!translations[at]?.trim() || BROKEN.includes(marks[at]));
  const suspect = (at: number) =>
    translations[at]?.trim() && !broken(at) && (broken(at - 1) || broken(at + 1));
  return marks.map((mark, at) => (suspect(at) ? ["suspect"] : mark ? [mark] : []));
}

const BROKEN: readonly (CheckCode | undefined)[] = ["misplaced", "unanchored", "slid"];

const hasBar = (text: string) => /[|｜]/.test(text);
