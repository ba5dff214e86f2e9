import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** What a worker's id says of its process; empty where its machine can't tell, or an older version wrote it. */
interface WorkerParts {
  host: string;
  pid: number;
  /** When the process started, in a unit of the machine's own: a pid is given out again. */
  start: string;
  /** The beginning of the boot's id: another boot has ended every process of this one. */
  boot: string;
  /** The pid namespace: in another one, as of a container, the same number is another process. */
  namespace: string;
}

function attempt(read: () => string | undefined): string {
  try {
    return read() ?? "";
  } catch {
    return ""; // no /proc, or not that part of it
  }
}

/** Field 22 of /proc/PID/stat, counted behind the name, which may hold spaces: proc(5). Empty if it is gone. */
const startOf = (pid: number) =>
  attempt(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  });

function here(): WorkerParts {
  return {
    host: hostname(),
    pid: process.pid,
    start: startOf(process.pid),
    boot: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8)),
    namespace: attempt(() => /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0]),
  };
}

/** Who holds a lease: `host:pid:start:boot:namespace`. */
export function workerId(): string {
  const { host, pid, start, boot, namespace } = here();
  return [host, pid, start || "0", boot, namespace].join(":");
}

/** Reads a worker's id, also the `host:pid:start` of an older version. */
export function parseWorkerId(worker: string): WorkerParts {
  const [host = "", pid, start = "", boot = "", namespace = ""] = worker.split(":");
  return { host, pid: Number(pid), start, boot, namespace };
}

/** Whether a worker still runs, as far as that can be told from here: this host, boot and pid namespace. */
export function fateOf(worker: string): "alive" | "dead" | "unknown" {
  const { host, pid, start, boot, namespace } = parseWorkerId(worker);
  const own = here();
  if (host !== own.host || !Number.isInteger(pid) || pid <= 0) return "unknown";
  if (boot && own.boot && boot !== own.boot) return "dead";
  if (boot !== own.boot || namespace !== own.namespace) return "unknown";
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code === "ESRCH") return "dead";
  }
  const current = startOf(pid);
  return current !== "" && start !== "0" && current !== start ? "dead" : "alive";
}

/** True only if the worker is known to have ended; one that can't be judged is waited for until its lease runs out. */
export const isDead = (worker: string): boolean => fateOf(worker) === "dead";
