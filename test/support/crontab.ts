import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { scratch } from "./world.js";

/** A machine with a crontab of its own, which says this; returns what it says later. */
export function withCrontab(text: string): () => string {
  const folder = scratch();
  const file = join(folder, "tab");
  writeFileSync(file, text);
  writeFileSync(
    join(folder, "crontab"),
    `#!/bin/sh\nif [ "$1" = -l ]; then cat '${file}'; else cat > '${file}'; fi\n`,
  );
  chmodSync(join(folder, "crontab"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return () => (existsSync(file) ? readFileSync(file, "utf8") : "");
}

/** A machine without cron. */
export function withoutCron(): void {
  vi.stubEnv("PATH", scratch());
  onTestFinished(() => void vi.unstubAllEnvs());
}
