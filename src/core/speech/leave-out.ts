import type { Heard } from "../heard.js";
import { GUARDS, type SpeechMark } from "./guards.js";

/** A transcript without what is not to be believed, and a sentence on each mark: what was left out, what was kept. */
interface Kept {
  heard: Heard;
  notes: string[];
}

/**
 * Leaves out what is still bad after it was asked for again. Marks are of this very transcript (`judgeHeard` after the
 * repair): they name segments by index. The notes quote no text.
 */
export function leaveOut(heard: Heard, marks: readonly SpeechMark[]): Kept {
  const isBad = ({ code }: SpeechMark) => GUARDS[code].fate === "left out";
  const bad = new Set(marks.filter(isBad).flatMap(({ segments }) => segments));
  return {
    heard: { ...heard, segments: heard.segments.filter((_, at) => !bad.has(at)) },
    notes: marks.map((mark) => `${isBad(mark) ? "left out" : "kept"}: ${mark.reason}`),
  };
}
