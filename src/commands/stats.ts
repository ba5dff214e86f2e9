import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { lanesOfKind } from "../core/lanes.js";
import { KINDS, type KindName, STATUSES } from "../core/model.js";
import { formatDuration, SECOND } from "../core/time.js";
import { NOUNS } from "../core/work-ids.js";
import { bold, dim, green, paintStatus, red } from "../print.js";
import { table } from "../table.js";
import { openMetrics } from "../verbs/open-metrics.js";
import { processOf, type ReadStats, readStats, statsJson } from "../verbs/statistics.js";
import { type Act, subcommand } from "./command.js";
import { type KindFlag, kindOf, withKindFlag } from "./filter.js";
import { duration } from "./options.js";
import { notePauses } from "./report.js";

interface Flags extends KindFlag {
  since?: number;
  /** A file; true or - for standard output. */
  prometheus?: string | true;
}

export const statsCommand = (act: Act): Command =>
  withKindFlag(
    subcommand(
      "stats",
      "Show how the queue stands, who is at work, what it costs, and the indicators beside their targets",
      "stats --since 7d",
      "stats --kind generation",
      "stats --prometheus /var/lib/node_exporter/transcron.prom",
    ),
    "only the figures of this kind",
  )
    .option("--since <duration>", "the period (default: 24h)", duration("--since"))
    .option(
      "--prometheus [file]",
      "OpenMetrics text, for a node_exporter textfile collector (- or no file: standard output)",
    )
    .action(
      act(async (context: Terminal, { since, prometheus, ...flags }: Flags) => {
        const kind = kindOf(flags);
        if (prometheus !== undefined) return printMetrics(context, { since, prometheus });
        const stats = await readStats(context, since);
        await notePauses(context);
        if (kind) return printKind(context, stats, kind);
        context.print.result(statsJson(stats), () => describe(stats, context));
        return undefined;
      }),
    );

/** How one kind stands, and its lanes. */
function printKind({ print, clock }: Terminal, stats: ReadStats, kind: KindName): undefined {
  const own = lanesOfKind(stats.lanes, kind).map(({ name }) => name);
  const lanes = stats.lanes.filter(({ name }) => own.includes(name));
  const { [kind]: counts } = stats.kinds;
  print.result({ since: stats.since, kinds: { [kind]: counts }, lanes }, () =>
    [
      bold(NOUNS[kind].many),
      `  ${STATUSES.map((status) => `${counts[status]} ${paintStatus(status)}`).join(", ")}`,
      `  in the last ${formatDuration(stats.since)}: ${counts.completedLately} completed, ${counts.failedLately} failed`,
      "",
      bold("lanes"),
      laneTable({ ...stats, lanes }, clock.now(), print.columns),
    ].join("\n"),
  );
}

async function printMetrics(
  context: Terminal,
  { since, prometheus }: Pick<Flags, "since" | "prometheus">,
): Promise<undefined> {
  const toOutput = prometheus === true || prometheus === "-";
  const text = await openMetrics(context, {
    ...(since === undefined ? {} : { since }),
    ...(toOutput ? {} : { file: prometheus as string }),
  });
  if (toOutput) context.print.result({ text }, () => text);
}

function describe(stats: ReadStats, { print, clock }: Terminal): string {
  const now = clock.now();
  return [
    ...kindLines(stats, print.columns),
    "",
    bold(`indicators of the last ${formatDuration(stats.since)}`),
    ...indicatorLines(stats),
    "",
    bold("lanes"),
    laneTable(stats, now, print.columns),
    "",
    bold("at work"),
    stats.workers.length ? workerTable(stats, now, print.columns) : dim("  nobody"),
    "",
    bold("money and machine"),
    ...moneyLines(stats, now),
  ].join("\n");
}

/** Translations by status; where other kinds have work too, a table of all. */
function kindLines({ kinds, counts }: ReadStats, width: number): string[] {
  const withWork = KINDS.filter((kind) => STATUSES.some((status) => kinds[kind][status] > 0));
  if (withWork.every((kind) => kind === "translation"))
    return [
      bold("projects"),
      `  ${STATUSES.map((status) => `${counts[status]} ${paintStatus(status)}`).join(", ")}`,
    ];
  const columns = STATUSES.map((status) => ({ title: status.toUpperCase(), align: "right" as const }));
  const rows = withWork.map((kind) => [
    `  ${NOUNS[kind].many}`,
    ...STATUSES.map((status) => String(kinds[kind][status])),
  ]);
  return [bold("work"), table([{ title: "  KIND" }, ...columns], rows, width)];
}

function indicatorLines({ indicators, quality, refusals }: ReadStats): string[] {
  const paintMet = (met: boolean | null) => (met === null ? dim("–") : met ? green("met") : red("missed"));
  return [
    ...indicators.map(
      ({ name, value, unit, target, met }) =>
        `  ${name.padEnd(18)}${(value === null ? "–" : `${value} ${unit}`).padEnd(12)}${target.padEnd(12)}${paintMet(met)}`,
    ),
    `  ${"quality".padEnd(18)}${quality === null ? "–" : `${quality} %`}`,
    `  ${"refusals".padEnd(18)}${refusals}`,
  ];
}

function laneTable({ lanes }: ReadStats, now: number, width: number): string {
  return table(
    [
      { title: "  NAME" },
      { title: "PENDING", align: "right" },
      { title: "PLACES", align: "right" },
      { title: "IN WORK", align: "right" },
      { title: "OLDEST" },
    ],
    lanes.map(({ name, pending, places, processing, workers, oldest }) => [
      `  ${name}`,
      String(pending),
      String(places),
      `${processing}/${workers}`,
      oldest === null ? "" : formatDuration(now - oldest),
    ]),
    width,
  );
}

function workerTable({ workers }: ReadStats, now: number, width: number): string {
  return table(
    [
      { title: "  PID" },
      { title: "HOST" },
      { title: "KIND" },
      { title: "SINCE" },
      { title: "MEMORY", align: "right" },
      { title: "PROJECTS", shrinks: true },
    ],
    workers.map((worker) => {
      const { host, pid } = processOf(worker);
      return [
        `  ${pid}`,
        host,
        worker.kind,
        formatDuration(Math.max(0, now - worker.startedAt)),
        `${Math.round(worker.memoryBytes / 1024 / 1024)}M`,
        worker.projects.join(" "),
      ];
    }),
    width,
  );
}

function moneyLines(stats: ReadStats, now: number): string[] {
  const { requests, tokens, unpricedRequests, lastTick } = stats;
  const rate = stats.figures.find(({ name }) => name === "cache_hit_rate")?.value ?? null;
  const cost = `$${stats.cost.toFixed(4)}${unpricedRequests ? ` and ${unpricedRequests} requests of unknown price` : ""}`;
  const age = lastTick === null ? 0 : Math.max(0, Math.floor((now - lastTick) / SECOND)) * SECOND;
  const hits = rate === null ? "" : `, ${rate} % hits`;
  return [
    `  ${requests} requests, ${tokens.input} tokens in (${tokens.cached} cached), ${tokens.output} out, ${cost}`,
    `  ${stats.memoryLines} lines in the translation memory${hits}`,
    ...(stats.linesUnproved
      ? [`  ${stats.linesUnproved} lines that nothing proves to be at their place`]
      : []),
    `  ${stats.ticks} ticks that did something, ${lastTick === null ? "no tick yet" : `last tick ${formatDuration(age)} ago`}`,
  ];
}
