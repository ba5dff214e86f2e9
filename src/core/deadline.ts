/**
 * How long a recogniser may take for each millisecond of a recording. pocketsphinx takes 0.3 to 0.9 times the length on
 * two busy cores (measured); large Whisper models on a processor are said to take two to three times. Four leaves room.
 */
const FACTOR = 4;

interface Recorded {
  /** Milliseconds of the recording that is sent; null where it is not known. */
  duration: number | null;
  /** TIMEOUT_PER_AUDIO, in milliseconds. */
  least: number;
}

/** Milliseconds a transcription may take: by its length, since no one number fits a minute and three hours. */
export const deadlineOf = ({ duration, least }: Recorded): number =>
  Math.max(least, Math.ceil((duration ?? 0) * FACTOR));
