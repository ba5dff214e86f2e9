import type { Heard, HeardSegment, Stretch } from "../heard.js";
import { BEYOND } from "./limits.js";
import { joinSides } from "./seam.js";

/** A part of a recording with what was heard in it. */
export interface HeardPart {
  /** As it was planned. */
  stretch: Stretch;
  /** Where the part truly begins, as it was measured: a cut between packets is not where it was asked for. */
  realStart: number;
  /** Times from the part's own beginning. */
  heard: Heard;
  /** Whether it was planned to begin before the part before it ends. */
  overlaps: boolean;
}

/**
 * What the parts of a recording say as one transcript, by times of the recording and in their order. Where parts
 * overlap, what was heard twice is kept once. An end that lies beyond the recording by no more than the guards allow
 * is moved to the recording's end.
 *
 * Each part was heard alone, so its `A` need not be the `A` of another part: labels without a name become
 * `A (part 2)` from the second part on. What looks like a name (`agent`, `Marie`) was given by the caller, and stays.
 */
export function joinParts(parts: readonly HeardPart[]): Heard {
  let joined: HeardSegment[] = [];
  parts.forEach((part, at) => {
    const segments = shifted(part, at);
    const last = parts[at - 1];
    const end = part.overlaps && last ? last.stretch.end : part.stretch.start;
    joined = joinSides({ before: joined, after: segments, overlap: { start: part.stretch.start, end } });
  });
  const duration = parts.at(-1)?.stretch.end ?? 0;
  const segments = inOrder(joined).map((segment) => clipped(segment, duration));
  const language = mainLanguage(parts);
  return language === undefined ? { segments } : { segments, language };
}

function shifted({ heard, realStart }: HeardPart, at: number): HeardSegment[] {
  const segments = heard.segments.map((segment) => ({
    ...segment,
    start: segment.start + realStart,
    end: segment.end + realStart,
    ...(segment.speaker !== undefined && { speaker: speakerOf(segment.speaker, at) }),
  }));
  return inOrder(segments);
}

/** Labels that recognisers give to voices they don't know: `A`, `3`, `S1`, `speaker_1`, `SPEAKER_00`. */
const NAMELESS = /^(?:\p{Lu}|(?:s|spk|speaker)?[\s_-]*\d+|speaker[\s_-]*\p{L}?)$/iu;

const speakerOf = (label: string, at: number) =>
  at > 0 && NAMELESS.test(label) ? `${label} (part ${at + 1})` : label;

const inOrder = (segments: readonly HeardSegment[]) =>
  [...segments].sort((a, b) => a.start - b.start || a.end - b.end);

function clipped(segment: HeardSegment, duration: number): HeardSegment {
  const isALittleLate =
    segment.end > duration && segment.end <= duration + BEYOND && segment.start < duration;
  return isALittleLate ? { ...segment, end: duration } : segment;
}

/** The language that most of the text is said to be in. */
function mainLanguage(parts: readonly HeardPart[]): string | undefined {
  const letters = new Map<string, number>();
  for (const { heard } of parts) {
    if (heard.language === undefined) continue;
    const said = heard.segments.reduce((sum, { text }) => sum + text.length, 0);
    letters.set(heard.language, (letters.get(heard.language) ?? 0) + said);
  }
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0];
}
