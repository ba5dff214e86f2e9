import { startDetached as start } from "../system/child.js";

/** Starts a worker of its own for these projects, for five minutes at most; a tick does what is left. */
export function startDetached(home: string, ids: readonly string[]): void {
  start(["--home", home, "--quiet", "batch", ...ids, "--budget", "5m"]);
}
