import { MINUTE, SECOND } from "../time.js";

/** Of a segment: with this much silence in it, nothing it says was said. Published guards use the same. */
export const SILENT = 0.8;
/** A stock phrase needs less: those who transcribe silence end up with one of a few dozen. A judgement. */
export const SILENT_FOR_A_PHRASE = 0.5;
/** Decibels under the recording's mean, where levels were measured. */
export const QUIET = 25;
/** What a recogniser says of the chance that nobody speaks, from which Whisper's own tools drop a segment. */
export const NO_SPEECH = 0.6;
/** Whisper's own measure of a text that repeats itself. */
export const COMPRESSED = 2.4;

/** Characters a second; Chinese, Japanese and Korean ones count twice. Published guards take 25 for impossible. */
export const FASTEST = 25;
/** Those who talk fast say 300 words a minute, which is 27; nobody says this. */
export const IMPOSSIBLE = 40;
export const SLOWEST = 0.5;
/** Recognisers round times: the last words of a segment may have this much less time than they took. */
export const ROUNDED = 300;
/** A word or two may be shown for longer than it takes to say them. */
export const SHORT_ENOUGH = 5 * SECOND;
export const LONGEST = 30 * SECOND;
/** Of two segments of one speaker, and of the recording's end. */
export const OVERLAPPING = SECOND;
export const BEYOND = SECOND;
/** Between two segments, while there is sound. */
export const LONGEST_GAP = MINUTE;
/** Of such a gap: with less sound than this in it, it is a pause with noises. A judgement. */
export const SOUND_IN_A_GAP = 20 * SECOND;

/** Of the text: less in another language may be quotes and names. */
export const FOREIGN = 0.3;
