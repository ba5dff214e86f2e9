import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SECOND } from "../../src/core/time.js";
import type { CallOptions, Recording } from "../../src/endpoints/endpoint.js";
import { scratch } from "./world.js";

/** A file that stands for a recording, of four seconds. */
export function recording(more: Partial<Recording> = {}, name = "talk one.mp3"): Recording {
  const file = join(scratch(), name);
  writeFileSync(file, "not really audio");
  return { file, language: null, duration: 4 * SECOND, timed: true, diarize: false, ...more };
}

/** What a request is called with, and how often it was announced. */
export function call(more: Partial<CallOptions> = {}) {
  let sent = 0;
  const options: CallOptions = {
    signal: new AbortController().signal,
    timeout: 20 * SECOND,
    dialect: {},
    sending: async () => void sent++,
    ...more,
  };
  return { options, sent: () => sent };
}
