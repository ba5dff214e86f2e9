import { resolve } from "node:path";
import type { Context } from "../context.js";
import { KINDS, STATUSES } from "../core/model.js";
import { SECOND } from "../core/time.js";
import { writeFileSafely } from "../system/write-file.js";
import { type ReadStats, readStats } from "./statistics.js";

interface MetricsOptions {
  /** Milliseconds, as in statistics. */
  since?: number;
  /** Where to write it, in one piece, also over an older one. */
  file?: string;
}

/** The statistics as OpenMetrics text; written to a file if one is named. */
export async function openMetrics(context: Context, { since, file }: MetricsOptions): Promise<string> {
  const text = textOf(await readStats(context, since), context.clock.now());
  if (file !== undefined) writeFileSafely(resolve(file), Buffer.from(text), { replace: true });
  return text;
}

type Sample = [labels: Record<string, string>, value: number | null];

interface Metric {
  name: string;
  type: "gauge";
  help: string;
  samples: Sample[];
}

/** OpenMetrics 1.0 text (https://prometheus.io/docs/specs/om/open_metrics_spec/), all gauges since each is read anew. */
function textOf(stats: ReadStats, now: number): string {
  const one = (name: string, help: string, value: number | null): Metric => ({
    name,
    type: "gauge",
    help,
    samples: [[{}, value]],
  });
  const lanes = (
    name: string,
    help: string,
    value: (lane: ReadStats["lanes"][number]) => number | null,
  ): Metric => ({
    name,
    type: "gauge",
    help,
    samples: stats.lanes.map((lane) => [{ lane: lane.name }, value(lane)]),
  });
  const metrics: Metric[] = [
    {
      name: "transcron_projects",
      type: "gauge",
      help: "Projects by status.",
      samples: Object.entries(stats.counts).map(([status, count]) => [{ status }, count]),
    },
    byKind(stats),
    lanes("transcron_lane_pending", "Pending work of a lane.", ({ pending }) => pending),
    lanes("transcron_lane_places", "Places a lane has.", ({ places }) => places),
    lanes("transcron_lane_processing", "Work of a lane in progress.", ({ processing }) => processing),
    lanes("transcron_lane_oldest_pending_seconds", "Age of a lane's oldest pending work.", ({ oldest }) =>
      oldest === null ? 0 : (now - oldest) / SECOND,
    ),
    one("transcron_workers", "Workers that are alive.", stats.workers.length),
    {
      name: "transcron_indicator",
      type: "gauge",
      help: "The owner's indicators over the period, in percent or seconds.",
      samples: stats.indicators.map(({ name, value }) => [{ indicator: name }, value]),
    },
    one("transcron_requests", "Requests in the period.", stats.requests),
    one("transcron_bad_requests", "Requests in the period that failed.", stats.badRequests),
    one("transcron_refusals", "Requests in the period that were refused.", stats.refusals),
    {
      name: "transcron_tokens",
      type: "gauge",
      help: "Tokens in the period.",
      samples: Object.entries(stats.tokens).map(([kind, count]) => [{ kind }, count]),
    },
    {
      name: "transcron_active_tasks",
      type: "gauge",
      help: "Work in progress by kind.",
      samples: Object.entries(stats.inWork).map(([type, count]) => [{ type }, count]),
    },
    ...stats.figures.map(({ name, help, value }) => one(`transcron_${name}`, help, value)),
    one("transcron_cost_dollars", "Known cost of the period in US dollars.", stats.cost),
    one(
      "transcron_last_tick_timestamp_seconds",
      "When a tick last ran.",
      stats.lastTick === null ? null : stats.lastTick / SECOND,
    ),
    one(
      "transcron_last_working_tick_timestamp_seconds",
      "When a tick last did something.",
      stats.lastWorkingTick === null ? null : stats.lastWorkingTick / SECOND,
    ),
  ];
  return `${metrics.flatMap(linesOf).join("\n")}\n# EOF\n`;
}

const byKind = ({ kinds }: ReadStats): Metric => ({
  name: "transcron_work",
  type: "gauge",
  help: "Work of each kind by status.",
  samples: KINDS.flatMap((kind) => STATUSES.map((status): Sample => [{ kind, status }, kinds[kind][status]])),
});

function linesOf({ name, type, help, samples }: Metric): string[] {
  const known = samples.filter(([, value]) => value !== null);
  if (known.length === 0) return [];
  return [
    `# TYPE ${name} ${type}`,
    `# HELP ${name} ${help}`,
    ...known.map(([labels, value]) => {
      const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text.replace(/["\\\n]/g, "_")}"`);
      return `${name}${pairs.length ? `{${pairs.join(",")}}` : ""} ${value}`;
    }),
  ];
}
