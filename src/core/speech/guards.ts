import type { Stretch } from "../heard.js";

interface Guard {
  /** What is wrong, before its times: "text where the recording is silent (00:12:04 to 00:12:31)". */
  says: string;
  /**
   * What becomes of the segments if the stretch was asked for again and is still so. What is `kept` has right words as
   * often as not: its times are odd, or there is nothing to leave out.
   */
  fate: "left out" | "kept";
}

/** What can be held against a transcript. Each is asked for again once; docs/transcription-guards.md has their rates. */
export const GUARDS = {
  silent: { says: "text where the recording is silent", fate: "left out" },
  phrase: { says: "a stock phrase of recognisers where hardly anything is said", fate: "left out" },
  loop: { says: "text that repeats itself over and over", fate: "left out" },
  compressed: { says: "text that the recogniser itself takes for a repetition", fate: "kept" },
  fast: { says: "more text than anybody says in that time", fate: "left out" },
  rushed: { says: "more text than people usually say in that time", fate: "kept" },
  slow: { says: "hardly any text for so long a time", fate: "left out" },
  timeless: { says: "text without a duration", fate: "left out" },
  backward: { says: "text whose times run backward", fate: "left out" },
  beyond: { says: "text after the end of the recording", fate: "left out" },
  overrun: { says: "text that ends after the recording does", fate: "kept" },
  long: { says: "a segment that is too long to be one", fate: "kept" },
  overlap: { says: "text over other text of the same speaker", fate: "kept" },
  lost: { says: "no text, although there is sound", fate: "kept" },
  language: { says: "text in another language than expected", fate: "left out" },
} satisfies Record<string, Guard>;

export type GuardCode = keyof typeof GUARDS;

/** What one guard found. */
export interface Finding {
  code: GuardCode;
  /** Indexes of the segments that it is held against; none where text is missing. */
  segments: readonly number[];
  /** What has to be heard again. */
  stretch: Stretch;
  /** Where it can be said more exactly than the guard does. */
  says?: string;
}

/** A finding, as a sentence that people read. */
export interface SpeechMark extends Omit<Finding, "says"> {
  reason: string;
}
