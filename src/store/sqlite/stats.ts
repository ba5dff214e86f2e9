import { STATUSES, type Status } from "../../core/model.js";
import { fromUtcText, toUtcText } from "../../core/time.js";
import type { LaneDepth, Stats, Store, WorkerRecord } from "../store.js";
import type { Db } from "./open.js";

/** Figures over the queue as it stands and over a period. */
export function stats(db: Db): Pick<Store, "stats"> {
  const counts = db.prepare<[], { status: Status; count: number }>(
    "select status, count(*) as count from translation_projects group by status",
  );
  const lanes = db.prepare<[], Omit<LaneDepth, "oldest"> & { oldest: string | null }>(`
    select lane, count(*) filter (where status = 'pending') as pending,
      count(*) filter (where status = 'processing') as processing,
      min(created_at) filter (where status = 'pending') as oldest
    from translation_projects where status in ('pending', 'processing') group by lane order by lane
  `);
  const workers = db.prepare<{ liveSince: string }, WorkerRow>(`
    select w.worker, w.kind, w.memory_bytes as memoryBytes, w.started_at as startedAt, w.seen_at as seenAt,
      (select json_group_array(p.id) from translation_projects p where p.status = 'processing' and p.reserved_by = w.worker) as projects
    from workers w
    where w.seen_at > @liveSince
      or exists (select 1 from translation_projects p where p.reserved_by = w.worker and p.reserved_at > @liveSince)
    order by w.started_at
  `);
  const ended = db.prepare<{ since: string }, Ended>(`
    select count(*) filter (where status = 'completed') as completed, count(*) filter (where status = 'failed') as failed,
      coalesce(sum(segments_done), 0) as segments, coalesce(sum(processing_time_seconds), 0) as processingSeconds,
      avg(processing_time_seconds) filter (where status = 'completed' and segments_count between 25 and 35) as thirtySegments,
      round(avg(quality_score) filter (where status = 'completed'), 1) as quality
    from translation_projects where status in ('completed', 'failed') and completed_at >= @since
  `);
  const requests = db.prepare<{ since: string }, Requests>(`
    select count(*) as requests, count(*) filter (where outcome not in ('ok', 'repaired', 'late')) as badRequests,
      count(*) filter (where outcome = 'refused') as refusals,
      coalesce(sum(tokens_in), 0) as input, coalesce(sum(tokens_cached), 0) as cached, coalesce(sum(tokens_out), 0) as output,
      coalesce(sum(cost), 0) as cost, count(*) filter (where cost is null and tokens_in is not null) as unpricedRequests
    from requests where created_at >= @since
  `);
  const memory = db.prepare<[], number>("select count(*) from memory").pluck();
  const ticks = db.prepare<{ since: string }, { ticks: number; lastTick: string | null }>(
    "select count(*) as ticks, max(started_at) as lastTick from ticks where started_at >= @since",
  );

  const read = db.transaction((since: string, liveSince: string): Stats => {
    const { input, cached, output, ...sent } = requests.get({ since })!;
    const ran = ticks.get({ since })!;
    const byStatus = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
    for (const { status, count } of counts.all()) byStatus[status] = count;
    return {
      counts: byStatus,
      lanes: lanes.all().map((row) => ({ ...row, oldest: row.oldest ? fromUtcText(row.oldest) : null })),
      workers: workers.all({ liveSince }).map(workerOf),
      ...ended.get({ since })!,
      ...sent,
      tokens: { input, cached, output },
      memoryLines: memory.get()!,
      ticks: ran.ticks,
      lastTick: ran.lastTick ? fromUtcText(ran.lastTick) : null,
    };
  });

  return { stats: async (since, liveSince) => read(toUtcText(since), toUtcText(liveSince)) };
}

type WorkerRow = Omit<WorkerRecord, "startedAt" | "seenAt" | "projects"> & {
  startedAt: string;
  seenAt: string;
  projects: string;
};
type Ended = Pick<
  Stats,
  "completed" | "failed" | "segments" | "processingSeconds" | "thirtySegments" | "quality"
>;
type Requests = Pick<Stats, "requests" | "badRequests" | "refusals" | "cost" | "unpricedRequests"> &
  Stats["tokens"];

const workerOf = (row: WorkerRow): WorkerRecord => ({
  ...row,
  startedAt: fromUtcText(row.startedAt),
  seenAt: fromUtcText(row.seenAt),
  projects: JSON.parse(row.projects) as string[],
});
