import type { Heard, HeardSegment } from "../heard.js";

/**
 * A transcript without figures that say nothing. Some servers send an `avg_logprob` of 0, a `compression_ratio` of 1 and a
 * `no_speech_prob` of 0 with every segment, because they measure none of them: exactly these three are unknown.
 */
export const withoutConstants = (heard: Heard): Heard => ({
  ...heard,
  segments: heard.segments.map(knownOf),
});

function knownOf(segment: HeardSegment): HeardSegment {
  const { logprob, compression, noSpeech, ...rest } = segment;
  return logprob === 0 && compression === 1 && noSpeech === 0 ? rest : segment;
}
