/** What the owner runs in a shell, as sql/monitoring.sql has it: these must run unchanged on every version. */
export const SUCCESS_RATE = `
  select count(*) as total, sum(case when status = 'completed' then 1 else 0 end) as completed,
         (sum(case when status = 'completed' then 1 else 0 end) * 100.0 / count(*)) as success_rate
  from translation_projects where created_at > datetime('now', '-24 hours')`;

export const MEANS = `
  select avg(processing_time_seconds) as avg_processing_time, avg(segments_count) as avg_segments
  from translation_projects where status = 'completed' and created_at > datetime('now', '-7 days')`;

export const RELEASE_STUCK = `
  update translation_projects set status = 'pending', started_at = null
  where status = 'processing' and started_at < datetime('now', '-10 minutes')`;

export const RETRY_FAILED = `
  update translation_projects set status = 'pending', started_at = null
  where status = 'failed' and created_at > datetime('now', '-1 hour')`;

export const DELETE_OLD = `
  delete from translation_projects where status = 'completed' and created_at < datetime('now', '-30 days')`;
