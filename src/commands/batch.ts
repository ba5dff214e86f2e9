import { workerCommand } from "./worker.js";

export const batchCommand = workerCommand(
  "batch",
  "Translate projects in batches, or work on other kinds: these, or all that are due, then exit",
  "batch",
  "batch k3x9q2ab --budget 10m",
  "batch audio-1",
  "batch --kind generation",
);
