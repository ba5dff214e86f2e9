import type { Heard, Stretch } from "../heard.js";
import { foreignText, type IdentifyTag } from "./foreign.js";
import { type Finding, GUARDS, type SpeechMark } from "./guards.js";
import { textInLoops } from "./loops.js";
import { type Loudness, lostSpeech, textInSilence } from "./sound.js";
import { mergeStretches, spanText } from "./stretches.js";
import { oddTimes } from "./times.js";

/** What a transcript is judged by. Times are milliseconds. */
export interface Judging {
  heard: Heard;
  duration: number;
  /** Where the recording has no sound, as detected. */
  silences: readonly Stretch[];
  loudness?: Loudness;
  /** BCP 47; null where any language is right. */
  expectedLanguage: string | null;
  /** Which language a text is in, if that is sure. Without it only scripts are told apart. */
  identify?: IdentifyTag;
}

/**
 * All that is wrong with a transcript, by times. Nothing is changed: what to ask for again is `planRepairs`'s to say,
 * and what to leave out is `leaveOut`'s. Segments next to each other with the same fault have one mark. Indexes are
 * those of `heard.segments`.
 */
export function judgeHeard({ heard, ...about }: Judging): { marks: SpeechMark[] } {
  const { segments } = heard;
  const silences = mergeStretches(about.silences);
  const judged = { ...about, segments, silences };
  const findings = [
    ...textInSilence(judged),
    ...textInLoops(segments),
    ...oddTimes(segments, about.duration),
    ...lostSpeech(judged),
    ...foreignText(judged),
  ];
  const marks = joinNeighbours(findings)
    .sort((a, b) => a.stretch.start - b.stretch.start)
    .map(({ says, ...finding }) => ({
      ...finding,
      reason: `${says ?? GUARDS[finding.code].says} (${spanText(finding.stretch)})`,
    }));
  return { marks };
}

/** One finding of each fault for segments in a row. */
function joinNeighbours(findings: readonly Finding[]): Finding[] {
  const joined: Finding[] = [];
  const last = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.says ?? ""}`;
    const before = last.get(key);
    const isNext = before && before.segments.at(-1)! + 1 === finding.segments[0];
    const one = isNext ? both(before, finding) : finding;
    if (isNext) joined[joined.indexOf(before)] = one;
    else joined.push(one);
    last.set(key, one);
  }
  return joined;
}

const both = (one: Finding, next: Finding): Finding => ({
  ...one,
  segments: [...one.segments, ...next.segments],
  stretch: {
    start: Math.min(one.stretch.start, next.stretch.start),
    end: Math.max(one.stretch.end, next.stretch.end),
  },
});
