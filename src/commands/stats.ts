import { resolve } from "node:path";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { STATUSES } from "../core/model.js";
import { DAY, formatDuration, SECOND } from "../core/time.js";
import { bold, dim, green, paintStatus, red } from "../print.js";
import type { Stats } from "../store/store.js";
import { parseWorkerId } from "../system/worker-id.js";
import { writeFileSafely } from "../system/write-file.js";
import { table } from "../table.js";
import { type Act, duration, subcommand } from "./command.js";
import { openMetrics } from "./metrics.js";
import { notePauses } from "./paused.js";

interface Flags {
  since?: number;
  prometheus?: string | true;
}

/** An indicator beside its target; `value` is null while nothing was measured. */
export interface Indicator {
  name: string;
  value: number | null;
  unit: "%" | "s";
  target: string;
  met: boolean | null;
}

const share = (part: number, whole: number) => (whole > 0 ? (part * 100) / whole : null);

/** The owner's indicators: their targets are those of the runbook. */
export function indicatorsOf(stats: Stats): Indicator[] {
  const { completed, failed, segments, processingSeconds, thirtySegments, requests, badRequests } = stats;
  const indicator = (
    name: string,
    value: number | null,
    unit: "%" | "s",
    above: boolean,
    target: number,
  ): Indicator => ({
    name,
    value: value === null ? null : Math.round(value * 100) / 100,
    unit,
    target: `${above ? "over" : "under"} ${target} ${unit}`,
    met: value === null ? null : above ? value > target : value < target,
  });
  return [
    indicator("success rate", share(completed, completed + failed), "%", true, 95),
    indicator("a segment", segments > 0 ? processingSeconds / segments : null, "s", false, 1),
    indicator("batch error rate", share(badRequests, requests), "%", false, 5),
    indicator("30 segments", thirtySegments, "s", false, 30),
  ];
}

export async function readStats(context: Terminal, since = DAY) {
  const now = context.clock.now();
  const stats = await (await context.store()).stats(now - since, now - context.config.STUCK_AFTER);
  const lanes = context.config.LANES.map(({ name, places, workers }) => {
    const depth = stats.lanes.find(({ lane }) => lane === name);
    return {
      name,
      places,
      workers,
      pending: depth?.pending ?? 0,
      processing: depth?.processing ?? 0,
      oldest: depth?.oldest ?? null,
    };
  });
  return { since, indicators: indicatorsOf(stats), ...stats, lanes };
}

export type ReadStats = Awaited<ReturnType<typeof readStats>>;

export const statsCommand = (act: Act): Command =>
  subcommand(
    "stats",
    "Show how the queue stands, who is at work, what it costs, and the indicators beside their targets",
    "stats --since 7d",
    "stats --prometheus /var/lib/node_exporter/transcron.prom",
  )
    .option("--since <duration>", "the period (default: 24h)", duration("--since"))
    .option("--prometheus [file]", "OpenMetrics text, for a node_exporter textfile collector")
    .action(
      act(async (context: Terminal, { since, prometheus }: Flags) => {
        const stats = await readStats(context, since);
        if (prometheus === undefined) {
          await notePauses(context);
          context.print.result(stats, () => describe(stats, context));
          return;
        }
        const text = openMetrics(stats, context.clock.now());
        if (prometheus === true) context.print.result({ text }, () => text);
        else writeFileSafely(resolve(prometheus), Buffer.from(text), true);
      }),
    );

function describe(stats: ReadStats, { print, clock }: Terminal): string {
  const { counts, indicators, lanes, workers, tokens } = stats;
  const now = clock.now();
  const paintMet = (met: boolean | null) => (met === null ? dim("–") : met ? green("met") : red("missed"));
  const cost = `$${stats.cost.toFixed(4)}${stats.unpricedRequests ? ` and ${stats.unpricedRequests} requests of unknown price` : ""}`;
  const sections = [
    bold("projects"),
    `  ${STATUSES.map((status) => `${counts[status]} ${paintStatus(status)}`).join(", ")}`,
    "",
    bold(`indicators of the last ${formatDuration(stats.since)}`),
    ...indicators.map(
      ({ name, value, unit, target, met }) =>
        `  ${name.padEnd(18)}${(value === null ? "–" : `${value} ${unit}`).padEnd(12)}${target.padEnd(12)}${paintMet(met)}`,
    ),
    `  ${"quality".padEnd(18)}${stats.quality === null ? "–" : `${stats.quality} %`}`,
    `  ${"refusals".padEnd(18)}${stats.refusals}`,
    "",
    bold("lanes"),
    table(
      [
        { title: "  NAME" },
        { title: "PENDING", align: "right" },
        { title: "PLACES", align: "right" },
        { title: "IN WORK", align: "right" },
        { title: "OLDEST" },
      ],
      lanes.map(({ name, pending, places, processing, workers: most, oldest }) => [
        `  ${name}`,
        String(pending),
        String(places),
        `${processing}/${most}`,
        oldest === null ? "" : formatDuration(now - oldest),
      ]),
      print.columns,
    ),
    "",
    bold("at work"),
    workers.length
      ? table(
          [
            { title: "  PID" },
            { title: "HOST" },
            { title: "KIND" },
            { title: "SINCE" },
            { title: "MEMORY", align: "right" },
            { title: "PROJECTS", shrinks: true },
          ],
          workers.map(({ worker, kind, startedAt, memoryBytes, projects }) => {
            const { host, pid } = parseWorkerId(worker);
            const memory = `${Math.round(memoryBytes / 1024 / 1024)}M`;
            return [
              `  ${pid}`,
              host,
              kind,
              formatDuration(Math.max(0, now - startedAt)),
              memory,
              projects.join(" "),
            ];
          }),
          print.columns,
        )
      : dim("  nobody"),
    "",
    bold("money and machine"),
    `  ${stats.requests} requests, ${tokens.input} tokens in (${tokens.cached} cached), ${tokens.output} out, ${cost}`,
    `  ${stats.memoryLines} lines in the translation memory, ${stats.ticks} ticks${stats.lastTick === null ? "" : `, the last ${formatDuration(Math.floor((now - stats.lastTick) / SECOND) * SECOND)} ago`}`,
  ];
  return sections.join("\n");
}
