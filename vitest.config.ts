import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const MOST_WORKERS = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  // Two files at a time also where there are only two cores: many tests wait for processes and servers.
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: MOST_WORKERS,
  },
});
