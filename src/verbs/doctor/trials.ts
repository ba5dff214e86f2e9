import type { Config } from "../../config.js";
import { SECOND } from "../../core/time.js";
import type { Answer, CallOptions, Endpoint } from "../../endpoints/endpoint.js";
import { readHeard } from "../../transcription/read-heard.js";
import { withSilence } from "../../transcription/silence.js";
import { askEndpoint } from "../../translation/reply.js";

/** What came of one tiny request; without words where nothing usable came. */
interface Tried {
  answer: Answer;
  says?: string;
}

/** The tiny request for something that an endpoint can do. */
interface Trial {
  can(endpoint: Endpoint): boolean;
  request(endpoint: Endpoint, options: CallOptions): Promise<Tried>;
  /** Milliseconds it may take. */
  timeout(config: Config): number;
  /** The setting that is to be another, where nothing usable came. */
  choice(endpoint: Endpoint): string;
}

/** The first that an endpoint can do is tried. */
export const TRIALS: readonly Trial[] = [
  {
    can: ({ chat, engine }) => Boolean(chat ?? engine),
    request: translateLine,
    timeout: ({ TIMEOUT_PER_BATCH }) => TIMEOUT_PER_BATCH,
    choice: ({ name }) => (name === "command" ? "TRANSCRON_COMMAND" : "TRANSCRON_MODEL"),
  },
  {
    can: ({ speech }) => Boolean(speech),
    request: transcribeSilence,
    timeout: ({ TIMEOUT_PER_AUDIO }) => TIMEOUT_PER_AUDIO,
    choice: ({ name }) => `TRANSCRON_TRANSCRIBE_${name === "command" ? "COMMAND" : "MODEL"}`,
  },
];

async function translateLine(endpoint: Endpoint, options: CallOptions): Promise<Tried> {
  const prompt = { from: "en", to: "fr", lines: ["Good morning."], context: { before: [], after: [] } };
  const answer = await askEndpoint(endpoint, prompt, options);
  const line = answer.lines.get(1);
  return { answer, ...(line ? { says: `"Good morning." is "${line}"` } : {}) };
}

function transcribeSilence({ speech }: Endpoint, options: CallOptions): Promise<Tried> {
  return withSilence(async (file) => {
    const recording = { file, language: "en", duration: SECOND, timed: true, diarize: false };
    const answer = await speech!.transcribe(recording, options);
    if (answer.kind !== "answered") return { answer };
    // A second of silence needs no times, but what comes of it must be a transcript.
    readHeard(answer, { timed: false, duration: SECOND });
    return { answer, says: "it took a second of silence" };
  });
}
