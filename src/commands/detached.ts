import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../bin/transcron.js", import.meta.url));

/** Starts a worker of its own for these projects, for five minutes at most; a tick does what is left. */
export function startDetached(home: string, ids: readonly string[]): void {
  const args = [PROGRAM, "--home", home, "--quiet", "batch", ...ids, "--budget", "5m"];
  spawn(process.execPath, args, { detached: true, stdio: "ignore" }).unref();
}
