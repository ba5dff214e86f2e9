import type { Context } from "../context.js";
import { DAY } from "../core/time.js";
import { lastTick } from "../queue/last-tick.js";
import type { LaneDepth, Stats } from "../store/statistics.js";
import { parseWorkerId } from "../system/worker-id.js";
import { activeTasks, figuresOf } from "./figures.js";

/** An indicator beside its target; `value` is null while nothing was measured. */
interface Indicator {
  name: string;
  value: number | null;
  unit: "%" | "s";
  target: string;
  met: boolean | null;
}

interface Aim {
  unit: Indicator["unit"];
  above: boolean;
  target: number;
}

function indicator(name: string, value: number | null, { unit, above, target }: Aim): Indicator {
  return {
    name,
    value: value === null ? null : Math.round(value * 100) / 100,
    unit,
    target: `${above ? "over" : "under"} ${target} ${unit}`,
    met: value === null ? null : above ? value > target : value < target,
  };
}

const share = (part: number, whole: number) => (whole > 0 ? (part * 100) / whole : null);

/** The owner's indicators: their targets are those of the runbook. */
function indicatorsOf(stats: Stats): Indicator[] {
  const { completed, failed, segments, processingSeconds, thirtySegments, requests, badRequests } = stats;
  const aSegment = segments > 0 ? processingSeconds / segments : null;
  return [
    indicator("success rate", share(completed, completed + failed), { unit: "%", above: true, target: 95 }),
    indicator("a segment", aSegment, { unit: "s", above: false, target: 1 }),
    indicator("batch error rate", share(badRequests, requests), { unit: "%", above: false, target: 5 }),
    indicator("30 segments", thirtySegments, { unit: "s", above: false, target: 30 }),
  ];
}

/** Of all kinds that wait in a lane. */
function depthOf(depths: readonly LaneDepth[]) {
  const sum = (name: "pending" | "processing") => depths.reduce((all, depth) => all + depth[name], 0);
  const oldest = depths.flatMap((depth) => depth.oldest ?? []);
  return {
    pending: sum("pending"),
    processing: sum("processing"),
    oldest: oldest.length ? Math.min(...oldest) : null,
  };
}

/** How the queue stands, who is at work, what it cost and the indicators, over the last `since` milliseconds. */
export async function readStats(context: Context, since = DAY) {
  const now = context.clock.now();
  const stats = await (await context.store()).stats({
    since: now - since,
    liveSince: now - context.config.STUCK_AFTER,
  });
  const lanes = context.config.LANES.map((lane) => ({
    ...lane,
    ...depthOf(stats.lanes.filter((one) => one.lane === lane.name)),
  }));
  const figures = figuresOf(stats, lanes, now);
  return {
    since,
    indicators: indicatorsOf(stats),
    ...stats,
    lastTick: lastTick(context.home) ?? stats.lastTick,
    lastWorkingTick: stats.lastTick,
    lanes,
    figures,
  };
}

export type ReadStats = Awaited<ReturnType<typeof readStats>>;

/** Statistics as programs read them, with the figures under the names that the owner's systems know. */
export function statsJson({ figures, ...stats }: ReadStats) {
  const named = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
  return { ...stats, ...named, active_tasks: activeTasks(stats) };
}

/** Which process of which host a worker is. */
export function processOf({ worker }: ReadStats["workers"][number]): { host: string; pid: number } {
  const { host, pid } = parseWorkerId(worker);
  return { host, pid };
}
