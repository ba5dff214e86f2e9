import { workerCommand } from "./worker.js";

export const batchCommand = workerCommand(
  "batch",
  "Translate projects in batches: these, or all that are due, then exit",
  "batch",
  "batch k3x9q2ab --budget 10m",
);
