import type { Context } from "../context.js";
import { STATUSES } from "../core/model.js";
import { LOG_TIMES } from "../core/time.js";
import { refuseBadSchedule, type WatchOptions, watch as watchQueue } from "../queue/watch.js";
import { parseWorkerId } from "../system/worker-id.js";
import { loadKinds } from "./kinds.js";
import { loadScan } from "./load-scan.js";

/** Ticks as a long-running process, over every kind of work. Returns how many projects it worked on. */
export async function watch(
  context: Context,
  { maxProjects, ...options }: Omit<WatchOptions, "kinds" | "scan" | "most"> & { maxProjects?: number },
): Promise<{ projects: number }> {
  context.config; // what is wrong with the settings is said now, and not in each round
  if (options.sleep === undefined) await refuseBadSchedule(options.schedule);
  const counts = await (await context.store()).countProjects();
  const log = context.log("worker.log");
  const waiting = STATUSES.map((status) => `${counts[status]} ${status}`).join(", ");
  const { pid } = parseWorkerId(context.worker);
  const rhythm =
    options.sleep === undefined ? `schedule '${options.schedule}'` : `every ${options.sleep / 1000} s`;
  log.event(`watching (pid ${pid}, ${rhythm}): ${waiting}; ${LOG_TIMES}`);
  try {
    const most = maxProjects === undefined ? {} : { most: maxProjects };
    const { pieces, completed } = await watchQueue(
      context,
      { ...options, ...most, kinds: loadKinds, scan: loadScan },
      log,
    );
    log.event(`stopped after ${pieces} projects: ${completed} completed`);
    return { projects: pieces };
  } finally {
    log.close();
  }
}
