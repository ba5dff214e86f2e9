import { NO_TOKENS } from "../../core/model.js";
import { SECOND } from "../../core/time.js";
import type { Endpoint } from "../endpoint.js";

/** How long each placeholder stands. */
const STEP = 5 * SECOND;
/** For a recording whose length is not known. */
const SOME_LENGTH = 10 * SECOND;

/** Labelled placeholders in place of a transcript, by the length of the recording: offline and free, for trying out. */
export const pseudo = (): Endpoint => ({
  name: "pseudo",
  model: null,
  key: "pseudo speech",
  memory: "pseudo",
  settings: "",
  remote: false,
  repeatable: false,
  price: () => 0,
  speech: {
    transcribe: async ({ duration }, { signal }) => {
      signal.throwIfAborted();
      const bytes = new TextEncoder().encode(placeholders(duration ?? SOME_LENGTH));
      return { kind: "answered", problems: [], tokens: NO_TOKENS, bytes, name: "reply.srt" };
    },
  },
});

function placeholders(duration: number): string {
  const count = Math.max(1, Math.ceil(duration / STEP));
  return Array.from({ length: count }, (_, index) => {
    const start = index * STEP;
    const end = Math.max(start + 1, Math.min(start + STEP, duration));
    const text = `[pseudo transcript ${stamp(start).slice(0, 8)}]`;
    return `${index + 1}\n${stamp(start)} --> ${stamp(end)}\n${text}\n`;
  }).join("\n");
}

/** `00:00:05,000` */
function stamp(ms: number): string {
  const pad = (value: number, width = 2) => String(Math.floor(value)).padStart(width, "0");
  const seconds = ms / SECOND;
  return `${pad(seconds / 3600)}:${pad((seconds / 60) % 60)}:${pad(seconds % 60)},${pad(ms % SECOND, 3)}`;
}
