import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** When a process started, in a unit of the machine's own; undefined where that can't be told (or it is gone). */
function startOf(pid: number): string | undefined {
  try {
    // Field 22 of /proc/PID/stat, counted behind the name, which may hold spaces: proc(5).
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Who holds a lease: `host:pid:start`. */
export const workerId = () => `${hostname()}:${process.pid}:${startOf(process.pid) ?? "0"}`;

export function parseWorkerId(worker: string): { host: string; pid: number; start: string } {
  const [host, pid, start] = worker.split(":");
  return { host: host ?? "", pid: Number(pid), start: start ?? "" };
}

/** True only if the holder ran on this host and its process is gone; a pid that was given to another counts as gone. */
export function isDead(worker: string): boolean {
  const { host, pid, start } = parseWorkerId(worker);
  if (host !== hostname() || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === "ESRCH";
  }
  const current = startOf(pid);
  return current !== undefined && start !== "0" && current !== start;
}
