import type { Config } from "../config.js";
import { batchSizeFor } from "../core/batching.js";
import { SIMPLE_TIMEOUT } from "../core/retry.js";

/** One code path with two settings. */
export interface Mode {
  name: "simple" | "batch";
  /** Segments a request, for a project of so many. */
  batchSize(config: Config, segments: number): number;
  /** Milliseconds a request may take. */
  timeout(config: Config): number;
}

/** A tick gives projects of fewer segments to the simple worker. */
const SIMPLE_IN_TICK = 10;

export const MODES: Record<Mode["name"], Mode> = {
  simple: {
    name: "simple",
    batchSize: (_, segments) => Math.max(1, segments),
    timeout: () => SIMPLE_TIMEOUT,
  },
  batch: {
    name: "batch",
    batchSize: ({ BATCH_SIZE }, segments) => batchSizeFor(BATCH_SIZE, segments),
    timeout: ({ TIMEOUT_PER_BATCH }) => TIMEOUT_PER_BATCH,
  },
};

export const modeForTick = (segments: number) => (segments < SIMPLE_IN_TICK ? MODES.simple : MODES.batch);
