import type { KindName } from "../../core/model.js";
import type { Bucket } from "../../core/percentiles.js";
import { fromUtcText, toUtcText } from "../../core/time.js";
import type { LaneDepth, Statistics, Stats, WorkerRecord } from "../statistics.js";
import { counted } from "./counters.js";
import type { Db } from "./db.js";
import { WORK_TABLES } from "./kinds.js";
import { countByStatus, countsOf } from "./projects.js";

export const statistics = (db: Db): Statistics => ({
  recordTick: async (tick) =>
    void db.run(
      `
      insert into ticks (kind, pid, host, started_at, finished_at, rescued, claimed, completed, failed, message)
      values (@kind, @pid, @host, @startedAt, @finishedAt, @rescued, @claimed, @completed, @failed, @message)
      `,
      { ...tick, startedAt: toUtcText(tick.startedAt), finishedAt: toUtcText(tick.finishedAt) },
    ),
  stats: async ({ since, liveSince }) => read(db, toUtcText(since), toUtcText(liveSince)),
});

function read(db: Db, since: string, liveSince: string): Stats {
  const { input, cached, output, ...sent } = requests(db, since);
  const ran = db.get<{ ticks: number; lastTick: string | null }>(
    "select count(*) as ticks, max(started_at) as lastTick from ticks where started_at >= @since",
    { since },
  )!;
  return {
    counts: countByStatus(db),
    kinds: kinds(db, since),
    lanes: lanes(db),
    workers: workers(db, liveSince),
    inWork: inWork(db),
    ...ended(db, since),
    ...sent,
    latencies: latencies(db, since),
    tokens: { input, cached, output },
    ...counters(db, since),
    memoryLines: db.value<number>("select value from totals where name = 'memory'")!,
    ticks: ran.ticks,
    lastTick: ran.lastTick ? fromUtcText(ran.lastTick) : null,
  };
}

const lanes = (db: Db): LaneDepth[] =>
  WORK_TABLES.flatMap(({ kind, table }) =>
    db.all<Omit<LaneDepth, "oldest"> & { oldest: string | null }>(
      `
      select '${kind}' as kind, lane, count(*) filter (where status = 'pending') as pending,
        count(*) filter (where status = 'processing') as processing,
        min(created_at) filter (where status = 'pending') as oldest
      from ${table} where status in ('pending', 'processing') group by lane order by lane
      `,
    ),
  ).map((row) => ({ ...row, oldest: row.oldest ? fromUtcText(row.oldest) : null }));

const workers = (db: Db, liveSince: string): WorkerRecord[] =>
  db
    .all<WorkerRow>(
      `
      select w.worker, w.kind, w.memory_bytes as memoryBytes, w.started_at as startedAt, w.seen_at as seenAt,
        (select json_group_array(p.id) from work_in_progress p where p.reserved_by = w.worker) as projects
      from workers w
      where w.seen_at > @liveSince
        or exists (select 1 from work_in_progress p where p.reserved_by = w.worker and p.reserved_at > @liveSince)
      order by w.started_at
      `,
      { liveSince },
    )
    .map((row) => ({
      ...row,
      startedAt: fromUtcText(row.startedAt),
      seenAt: fromUtcText(row.seenAt),
      projects: JSON.parse(row.projects) as string[],
    }));

function inWork(db: Db): Record<KindName, number> {
  const found = db.all<{ kind: KindName; pieces: number }>(
    "select kind, count(*) as pieces from work_in_progress group by kind",
  );
  const pieces = (name: KindName) => found.find(({ kind }) => kind === name)?.pieces ?? 0;
  return Object.fromEntries(WORK_TABLES.map(({ kind }) => [kind, pieces(kind)])) as Record<KindName, number>;
}

/** Each kind by status, and how much of it ended in the period. */
const kinds = (db: Db, since: string): Stats["kinds"] =>
  Object.fromEntries(
    WORK_TABLES.map(({ kind, table }) => [kind, { ...countsOf(db, table), ...endedOf(db, table, since) }]),
  ) as Stats["kinds"];

const endedOf = (db: Db, table: string, since: string) =>
  db.get<{ completedLately: number; failedLately: number }>(
    `select count(*) filter (where status = 'completed') as completedLately,
       count(*) filter (where status = 'failed') as failedLately
     from ${table} where status in ('completed', 'failed') and completed_at >= @since`,
    { since },
  )!;

/** In steps of 50 ms up to a second, of 250 ms up to ten, and of a second above. */
const latencies = (db: Db, since: string): Bucket[] =>
  db.all<Bucket>(
    `
    select (duration_ms / step + (duration_ms % step > 0)) * step as upTo, count(*) as count
    from (
      select duration_ms, case when duration_ms <= 1000 then 50 when duration_ms <= 10000 then 250 else 1000 end as step
      from requests where created_at >= @since)
    group by 1 order by 1
    `,
    { since },
  );

function counters(
  db: Db,
  since: string,
): Pick<Stats, "rejections" | "cacheHits" | "cacheMisses" | "linesUnproved"> {
  const found = counted(db, since);
  const rejections = [...found].filter(([name]) => name.startsWith("full "));
  return {
    rejections: rejections.reduce((sum, [, value]) => sum + value, 0),
    cacheHits: found.get("cache_hits") ?? 0,
    cacheMisses: found.get("cache_misses") ?? 0,
    linesUnproved: found.get("lines_unproved") ?? 0,
  };
}

const ended = (db: Db, since: string): Ended =>
  db.get<Ended>(
    `
    select count(*) filter (where status = 'completed') as completed,
      count(*) filter (where status = 'failed') as failed,
      coalesce(sum(units_done), 0) as segments, coalesce(sum(processing_time_seconds), 0) as processingSeconds,
      avg(processing_time_seconds) filter (where status = 'completed') as meanSeconds,
      avg(processing_time_seconds)
        filter (where status = 'completed' and units_count between 25 and 35) as thirtySegments,
      round(avg(quality_score) filter (where status = 'completed'), 1) as quality
    from translation_projects where status in ('completed', 'failed') and completed_at >= @since
    `,
    { since },
  )!;

const requests = (db: Db, since: string): Requests =>
  db.get<Requests>(
    `
    select count(*) as requests,
      count(*) filter (where outcome not in ('ok', 'repaired', 'late', 'aborted')) as badRequests,
      count(*) filter (where outcome = 'refused') as refusals,
      coalesce(sum(tokens_in), 0) as input, coalesce(sum(tokens_cached), 0) as cached,
      coalesce(sum(tokens_out), 0) as output, coalesce(sum(cost), 0) as cost,
      count(*) filter (where cost is null and tokens_in is not null) as unpricedRequests
    from requests where created_at >= @since
    `,
    { since },
  )!;

type WorkerRow = Omit<WorkerRecord, "startedAt" | "seenAt" | "projects"> & {
  startedAt: string;
  seenAt: string;
  projects: string;
};
type Ended = Pick<
  Stats,
  "completed" | "failed" | "segments" | "processingSeconds" | "meanSeconds" | "thirtySegments" | "quality"
>;
type Requests = Pick<Stats, "requests" | "badRequests" | "refusals" | "cost" | "unpricedRequests"> &
  Stats["tokens"];
