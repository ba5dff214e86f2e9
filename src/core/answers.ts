import type { CheckCode } from "./checks.js";
import { LAYOUT } from "./marks.js";
import type { Origin } from "./model.js";
import { folded } from "./text.js";

/** A line number of the document. */
export type LineIndex = number;

/** What was answered to a line, and the marks it got. */
export interface LineAnswer {
  text: string;
  marks: readonly CheckCode[];
}

/** An answer that was not stored. */
export interface Rejection extends LineAnswer {
  /** How often in a row the line, asked for alone, was answered like this; 0 if it was asked for with others. */
  alone: number;
}

/** What is known of the lines of an ask from earlier replies. */
export interface Earlier {
  /** Answers to these lines that are stored if nothing better comes. */
  doubts: ReadonlyMap<LineIndex, LineAnswer>;
  /** The last answer to each line that was rejected. */
  rejected: ReadonlyMap<LineIndex, Rejection>;
}

interface Asked extends Earlier {
  lines: readonly LineIndex[];
}

/** An answer with one of these says nothing, or is too long to be looked at. */
const NOT_KEPT: readonly CheckCode[] = ["missing", "empty", "endless"];

/** The last rejected answer to each line of an ask, with those of the reply to it. */
export function rejectedAfter(
  { lines, rejected }: Asked,
  answers: ReadonlyMap<LineIndex, LineAnswer>,
): Map<LineIndex, Rejection> {
  return new Map(
    lines.flatMap((line) => {
      const before = rejected.get(line);
      const answer = answers.get(line);
      if (!answer || answer.marks.some((mark) => NOT_KEPT.includes(mark)))
        return before ? [[line, { ...before, alone: 0 }] as const] : [];
      if (lines.length > 1) return [[line, { ...answer, alone: 0 }] as const];
      const again = before !== undefined && folded(before.text) === folded(answer.text);
      return [[line, { ...answer, alone: again ? before.alone + 1 : 1 }] as const];
    }),
  );
}

/** What a right answer may be rejected for: a command, a name, Latin, "Go, go, go!". Anything else stays wrong. */
const MAY_BE_RIGHT: readonly CheckCode[] = ["untranslated", "same", "loop", ...LAYOUT];

/**
 * Whether a line waits to be decided on: asked for alone it was answered the same twice in a row (once by an endpoint
 * that is not `repeatable`, which would only say it again), and the answer may be right although it was rejected.
 */
export function isHeld({ lines, doubts, rejected }: Asked, repeatable: boolean): boolean {
  const [line] = lines;
  if (line === undefined || lines.length > 1 || doubts.has(line)) return false;
  const rejection = rejected.get(line);
  if (rejection === undefined || rejection.alone < (repeatable ? 2 : 1)) return false;
  return rejection.marks.every((mark) => MAY_BE_RIGHT.includes(mark));
}

/** A held answer as it is stored. */
export const confirmed = ({ text, marks }: LineAnswer): LineAnswer => ({
  text,
  marks: [...marks.filter((mark) => LAYOUT.includes(mark)), "confirmed"],
});

/** A line as it is stored; `text` is its source. */
interface Stored {
  index: LineIndex;
  text: string;
  origin: Origin | null;
  marks: readonly CheckCode[];
}

/**
 * How many held answers may be stored now. An endpoint is believed about as many lines that it leaves as they are, or
 * fills with repetition, as it has translated other lines of the same document; one that echoes everything is believed
 * about none. A line counts as translated if this endpoint is known to have answered it (`remembered`), so that another
 * one never vouches for it, and if its answer has no mark but those that a flawless one may have. At its place or not,
 * it is a translation. Lines with the same text count once.
 */
export function credit(lines: readonly Stored[], remembered: ReadonlySet<LineIndex>): number {
  const count = (isWanted: (line: Stored) => boolean) =>
    new Set(lines.filter(isWanted).map(({ text }) => text)).size;
  const translated = count(
    ({ index, origin, marks }) =>
      remembered.has(index) &&
      (origin === "provider" || origin === "memory") &&
      marks.every((mark) => mark === "unproved" || LAYOUT.includes(mark)),
  );
  return translated - count(({ marks }) => marks.includes("confirmed"));
}
