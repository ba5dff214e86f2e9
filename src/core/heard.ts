/** What a recogniser heard, one stretch of speech. Times are milliseconds from the start of the recording. */
export interface HeardSegment {
  start: number;
  end: number;
  text: string;
  /** A label such as `A` or `speaker_1`, where speakers are told apart. */
  speaker?: string;
  /** What the recogniser said of its own certainty; undefined where it did not, or where a server sends constants. */
  noSpeech?: number;
  logprob?: number;
  compression?: number;
}
export interface Heard {
  segments: HeardSegment[];
  /** BCP 47 tag; undefined where it was not told. */
  language?: string;
}
/** A stretch of a recording, in milliseconds. */
export interface Stretch {
  start: number;
  end: number;
}
