import type { Heard, Stretch } from "../core/heard.js";
import { coverage, ENOUGH_COVERED } from "../core/speech/coverage.js";
import type { IdentifyTag } from "../core/speech/foreign.js";
import { type HeardPart, joinParts } from "../core/speech/join.js";
import { judgeHeard } from "../core/speech/judge.js";
import { leaveOut } from "../core/speech/leave-out.js";
import { planRepairs, repaired } from "../core/speech/repairs.js";
import { MINUTE } from "../core/time.js";
import type { StoredPart } from "./hear.js";
import type { Plan } from "./plan.js";

/** What a recording's transcript is judged by, beside what was heard. */
export interface Sounding {
  plan: Plan;
  /** BCP 47; null where any language is right. */
  language: string | null;
  identify: IdentifyTag | undefined;
}

/** A stretch that is asked for again is at most so long. */
const LONGEST_REPAIR = 5 * MINUTE;
/** A recording with more doubtful places than this is not put right by asking: what is left is left out, and noted. */
const MOST_REPAIRS = 40;

const judged = (heard: Heard, { plan, language, identify }: Sounding) =>
  plan.duration === null
    ? []
    : judgeHeard({
        heard,
        duration: plan.duration,
        silences: plan.silences,
        ...(plan.loudness ? { loudness: plan.loudness } : {}),
        expectedLanguage: language,
        ...(identify ? { identify } : {}),
      }).marks;

/** All parts as one transcript. */
const joined = (plan: Plan, parts: readonly StoredPart[]): Heard =>
  joinParts(
    parts.map(
      ({ realStart, heard }, at): HeardPart => ({
        stretch: plan.parts[at]!,
        realStart,
        heard,
        overlaps: plan.parts[at]!.overlaps,
      }),
    ),
  );

/** Which stretches are asked for again, each once; the same parts always give the same. */
export function repairsOf(parts: readonly StoredPart[], sounding: Sounding): Stretch[] {
  const { plan } = sounding;
  if (plan.duration === null) return [];
  const marks = judged(joined(plan, parts), sounding);
  return planRepairs({ marks, duration: plan.duration, most: LONGEST_REPAIR }).slice(0, MOST_REPAIRS);
}

/** A finished transcript. */
export interface Transcript {
  heard: Heard;
  /** What was left out or looks odd, a sentence each. */
  notes: string[];
  /** Share of the sound that has text, from 0 to 1. */
  covered: number;
}

export const isCovered = ({ covered }: Transcript): boolean => covered >= ENOUGH_COVERED;

/** The transcript after the repairs: what is still bad is left out, with a note. */
export function transcriptOf(
  parts: readonly StoredPart[],
  repairs: readonly { stretch: Stretch; part: StoredPart }[],
  sounding: Sounding,
): Transcript {
  const { plan } = sounding;
  const first = joined(plan, parts);
  if (plan.duration === null) return { heard: first, notes: [], covered: 1 };
  const marks = judged(first, sounding);
  const again = repairs.map(({ stretch, part: { realStart, heard } }) => ({
    stretch,
    again: heard.segments.map((segment) => ({
      ...segment,
      start: segment.start + realStart,
      end: segment.end + realStart,
    })),
  }));
  const mended = repaired({ heard: first, marks, repairs: again });
  const { heard, notes } = leaveOut(mended, judged(mended, sounding));
  const { duration, silences } = plan;
  const empty = again.filter((one) => one.again.length === 0).map(({ stretch }) => stretch);
  return { heard, notes, covered: coverage(heard, { duration, silences, empty }) };
}
