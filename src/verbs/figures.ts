import { percentile } from "../core/percentiles.js";
import { SECOND } from "../core/time.js";
import type { Stats } from "../store/statistics.js";

/** A figure under the name that the owner's systems know. */
interface Figure {
  name: string;
  help: string;
  /** Null while nothing was measured. */
  value: number | null;
}

interface Lane {
  name: string;
  places: number;
  processing: number;
}

/** The figures that the owner's monitoring asks for; those of what happened are of the period. */
export function figuresOf(stats: Stats, lanes: readonly Lane[], now: number): Figure[] {
  const { completed, workers, cacheHits: hits, cacheMisses: misses } = stats;
  const kinds = Object.values(stats.kinds);
  const completedOfAll = kinds.reduce((sum, { completedLately }) => sum + completedLately, 0);
  const failedOfAll = kinds.reduce((sum, { failedLately }) => sum + failedLately, 0);
  const memory = workers.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  const longest = Math.max(0, ...workers.map(({ startedAt }) => now - startedAt));
  const latency = (percent: number) => rounded(percentile(stats.latencies, percent), SECOND);
  return [
    ...lanes.flatMap(({ name, places, processing }) => [
      { name: `${name}_pool_size`, help: `Places of the lane ${name}.`, value: places },
      { name: `${name}_workers_active`, help: `Work of the lane ${name} in progress.`, value: processing },
    ]),
    {
      name: "tasks_processed",
      help: "Work of all kinds that ended, well or not.",
      value: completedOfAll + failedOfAll,
    },
    { name: "tasks_failed", help: "Work of all kinds that failed.", value: failedOfAll },
    { name: "translations_completed", help: "Translations that were completed.", value: completed },
    { name: "pool_full_rejections", help: "Additions that a full lane refused.", value: stats.rejections },
    { name: "memory_usage_mb", help: "Memory of all live workers.", value: rounded(memory, 1024 ** 2) },
    { name: "uptime_seconds", help: "Age of the oldest live worker.", value: rounded(longest, SECOND) },
    {
      name: "avg_processing_time",
      help: "Mean seconds of work that was completed.",
      value: rounded(stats.meanSeconds, 1),
    },
    { name: "request_latency_p50", help: "Seconds that half of the requests took.", value: latency(50) },
    { name: "request_latency_p95", help: "Seconds that 95 % of the requests took.", value: latency(95) },
    { name: "request_latency_p99", help: "Seconds that 99 % of the requests took.", value: latency(99) },
    { name: "cache_hits", help: "Lines from the translation memory, and duplicates.", value: hits },
    { name: "cache_misses", help: "Lines that were asked for.", value: misses },
    {
      name: "lines_unproved",
      help: "Lines stored without proof that they are translations of their sources.",
      value: stats.linesUnproved,
    },
    {
      name: "cache_hit_rate",
      help: "Hits in percent of hits and misses.",
      value: hits + misses ? rounded((hits * 100) / (hits + misses), 1) : null,
    },
  ];
}

/** In a larger unit, to two places. */
const rounded = (value: number | null, unit: number) =>
  value === null ? null : Math.round((value * 100) / unit) / 100;

/** Work in progress as the owner's dashboard reads it. */
export const activeTasks = ({ counts, inWork }: Pick<Stats, "counts" | "inWork">) => ({
  total_active: Object.values(inWork).reduce((sum, count) => sum + count, 0),
  counters: counts,
  types_breakdown: inWork,
});
