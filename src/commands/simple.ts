import { SIMPLE_MOST } from "../core/batching.js";
import { workerCommand } from "./worker.js";

export const simpleCommand = workerCommand(
  "simple",
  `Translate small projects, each in one request (fewer than ${SIMPLE_MOST + 1} segments, 120 s)`,
  "simple",
  "simple k3x9q2ab",
);
