import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config.js";
import { SECOND } from "../../core/time.js";
import type { Answer, CallOptions, Endpoint } from "../../endpoints/endpoint.js";
import { makeRunFolder } from "../../system/run-folder.js";
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
  choice: string;
}

/** The first that an endpoint can do is tried. */
export const TRIALS: readonly Trial[] = [
  {
    can: ({ chat, engine }) => Boolean(chat ?? engine),
    request: translateLine,
    timeout: ({ TIMEOUT_PER_BATCH }) => TIMEOUT_PER_BATCH,
    choice: "TRANSCRON_MODEL",
  },
  {
    can: ({ speech }) => Boolean(speech),
    request: transcribeSilence,
    timeout: ({ TIMEOUT_PER_AUDIO }) => TIMEOUT_PER_AUDIO,
    choice: "TRANSCRON_TRANSCRIBE_MODEL",
  },
];

async function translateLine(endpoint: Endpoint, options: CallOptions): Promise<Tried> {
  const prompt = { from: "en", to: "fr", lines: ["Good morning."], context: { before: [], after: [] } };
  const answer = await askEndpoint(endpoint, prompt, options);
  const line = answer.lines.get(1);
  return { answer, ...(line ? { says: `"Good morning." is "${line}"` } : {}) };
}

async function transcribeSilence({ speech }: Endpoint, options: CallOptions): Promise<Tried> {
  const { folder } = makeRunFolder("");
  try {
    const file = join(folder, "silence.wav");
    writeFileSync(file, silence(1));
    const recording = { file, language: "en", duration: SECOND, timed: true, diarize: false };
    const answer = await speech!.transcribe(recording, options);
    return { answer, ...(answer.kind === "answered" ? { says: "it took a second of silence" } : {}) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Samples a second, as recognisers want them. */
const RATE = 16_000;

/** A WAV file of so many seconds in which nothing is heard: one channel of 16 bits. */
function silence(seconds: number): Uint8Array {
  const size = seconds * RATE * 2;
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + size, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16); // bytes of the format
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28); // bytes a second
  header.writeUInt16LE(2, 32); // bytes a sample
  header.writeUInt16LE(16, 34); // bits a sample
  header.write("data", 36);
  header.writeUInt32LE(size, 40);
  return Buffer.concat([header, Buffer.alloc(size)]);
}
