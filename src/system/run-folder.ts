import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDead, workerId } from "./worker-id.js";

const PREFIX = "transcron-run-";

/** A folder of this process for one run of a program; its input is the standard input of all that the run starts. */
export function makeRunFolder(input: string): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, "owner"), workerId(), { mode: 0o600 });
  const file = join(folder, "input");
  writeFileSync(file, input, { mode: 0o600 });
  return { folder, file };
}

/**
 * Ends programs whose worker was killed, and removes their folders. A program is found by its standard input, which
 * the system tells (Linux): a pid that was noted may be another process by now. Returns how many folders there were.
 */
export function endOrphanedRuns(): number {
  const folders = readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(tmpdir(), name))
    .filter(isOrphaned);
  for (const folder of folders) {
    for (const group of groupsReading(join(folder, "input"))) endGroup(group);
    rmSync(folder, { recursive: true, force: true });
  }
  return folders.length;
}

/** Ends a process group; one that has ended meanwhile is fine. */
export function endGroup(group: number | undefined): void {
  try {
    if (group) process.kill(-group, "SIGKILL");
  } catch {
    // It has ended, or is not ours.
  }
}

function isOrphaned(folder: string): boolean {
  const owner = attempt(() => readFileSync(join(folder, "owner"), "utf8"));
  return owner !== undefined && isDead(owner);
}

/** The process groups with this file as a standard input. */
function groupsReading(file: string): Set<number> {
  const pids = (attempt(() => readdirSync("/proc")) ?? []).filter((name) => /^\d+$/.test(name));
  const readers = pids.filter((pid) => attempt(() => readlinkSync(`/proc/${pid}/fd/0`)) === file);
  return new Set(readers.flatMap((pid) => attempt(() => groupOf(pid)) ?? []));
}

/** Field 5 of /proc/PID/stat, counted behind the name, which may hold spaces: proc(5). */
function groupOf(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
}

/** What can't be read is gone, or belongs to somebody else. */
function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
