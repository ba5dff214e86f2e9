-- Queries for operators: sqlite3 ~/.transcron/transcron.db < monitoring.sql, or one of them at a time. An encrypted
-- database opens with transcron sql, which runs one statement at a time.
-- They read only, but for the last three, which are to be run by hand and with thought.

-- Projects by status
select status, count(*) as projects from translation_projects group by status;

-- Success rate of the last day (target: over 95)
select count(*) as total, sum(case when status = 'completed' then 1 else 0 end) as completed,
       (sum(case when status = 'completed' then 1 else 0 end) * 100.0 / count(*)) as success_rate
from translation_projects where created_at > datetime('now', '-24 hours');

-- Mean time and size of what completed in the last week (targets: under 1 s a segment, under 30 s for 30 segments)
select avg(processing_time_seconds) as avg_processing_time, avg(segments_count) as avg_segments
from translation_projects where status = 'completed' and created_at > datetime('now', '-7 days');

-- Queue depth and age of the oldest pending project, by lane
select lane, count(*) as pending, min(created_at) as oldest
from translation_projects where status = 'pending' group by lane;

-- Who is at work, since when, on what
select reserved_by, started_at, reserved_at, id, name, target_lang, segments_done || '/' || segments_count as done
from translation_projects where status = 'processing' order by started_at;

-- Requests of the last day by outcome (target: under 5 % neither ok nor repaired), tokens and known cost
select outcome, count(*) as requests, sum(tokens_in) as tokens_in, sum(tokens_cached) as cached,
       sum(tokens_out) as tokens_out, round(sum(cost), 4) as dollars
from requests where created_at > datetime('now', '-24 hours') group by outcome order by requests desc;

-- What went wrong in the last day, by code
select code, count(*) as errors, max(created_at) as latest
from translation_errors where created_at > datetime('now', '-24 hours') group by code order by errors desc;

-- Providers that are paused, and why
select provider, pause_code, pause_message, paused_until from provider_state where pause_code is not null;

-- The last ticks that did something
select started_at, finished_at, kind, pid, claimed, completed, failed, message from ticks order by id desc limit 20;

-- By hand, stuck: transcron release-stuck does this and counts attempts
-- update translation_projects set status = 'pending', started_at = null
-- where status = 'processing' and started_at < datetime('now', '-10 minutes');

-- By hand, failed: transcron retry-failed --since 1h
-- update translation_projects set status = 'pending', started_at = null
-- where status = 'failed' and created_at > datetime('now', '-1 hour');

-- By hand, old: transcron cleanup --older-than 30d, which keeps what was never exported
-- delete from translation_projects where status = 'completed' and created_at < datetime('now', '-30 days');
