-- Two more kinds of work: recordings become transcripts, templates become documents. Each has a table with the life
-- cycle's columns; their ids count up, and are shown as audio-1 and job-1.

-- The views come first: where one is last, SQLite's integrity checks leave out the list of free pages.
drop view work_in_progress;
create view work_in_progress as
select 'translation' as kind, id, lane, reserved_by, reserved_at, started_at
from translation_projects where status = 'processing'
union all
select 'transcription', 'audio-' || id, lane, reserved_by, reserved_at, started_at
from audio_records where status = 'processing'
union all
select 'generation', 'job-' || id, lane, reserved_by, reserved_at, started_at
from jobs where status = 'processing';

create view pattern_jobs as select * from jobs where type = 'crochet';

create view patterns as
select id, parameters ->> 'type' as type, parameters ->> 'level' as level, parameters ->> 'size' as size,
  result as content, created_at
from jobs where type = 'crochet' and status = 'completed';

create view failed_jobs as
select 'generation' as kind, id, error_message, completed_at as failed_at from jobs where status = 'failed'
union all
select 'transcription', id, error_message, completed_at from audio_records where status = 'failed';

create table audio_records (
  id integer primary key autoincrement,
  name text not null,                       -- the recording's file name
  path text not null,                       -- absolute
  size integer not null check (size >= 0),
  modified_ms real not null,
  hash text not null check (length(hash) = 64),
  uploaded integer not null default 0 check (uploaded in (0, 1)),   -- kept under the home until it is done and aged
  source_lang text,                         -- asked for; null: told by the recogniser
  heard_lang text,                          -- what the recogniser told
  timed integer not null default 1 check (timed in (0, 1)),         -- 0: plain text without times is enough
  diarize integer not null default 0 check (diarize in (0, 1)),
  duration_ms integer check (duration_ms > 0),
  plan text check (plan is null or json_valid(plan)),               -- its parts, once it was probed
  transcription text,                       -- plain text
  document_id integer references documents (id),                    -- the transcript as a file, empty until it is done
  marks text not null default '[]' check (json_valid(marks)),       -- what the guards held against it
  provider text,
  model text,
  tokens_in integer not null default 0,
  tokens_cached integer not null default 0,
  tokens_out integer not null default 0,
  cost real,                                -- US dollars; null while unknown
  status text not null default 'pending'
    check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  lane text not null,
  priority integer not null default 0,
  attempts integer not null default 0 check (attempts >= 0),
  available_at text not null,
  wait_reason text,
  waits_for integer,
  claim text,
  reserved_by text,
  reserved_at text,
  started_at text,
  completed_at text,
  processing_time_seconds real not null default 0 check (processing_time_seconds >= 0),
  units_count integer not null default 1 check (units_count >= 0),  -- parts
  units_done integer not null default 0 check (units_done between 0 and units_count),
  error_message text,
  deliver integer not null default 0 check (deliver in (0, 1)),
  target_path text,
  target_folder text,                       -- where its transcript is written by itself
  root text,
  exported_at text,
  exported_path text,
  export_error text,
  export_tries integer not null default 0 check (export_tries >= 0),
  export_after text,
  created_at text not null,
  processed_at text generated always as (completed_at) virtual
) strict;

create index audio_due on audio_records (lane, priority desc, available_at, id) where status = 'pending';
create index audio_leases on audio_records (lane, reserved_at) where status = 'processing';
create index audio_ended on audio_records (status, completed_at) where status in ('completed', 'failed', 'cancelled');
create index audio_path on audio_records (path);
create index audio_target on audio_records (target_path) where target_path is not null;
create index audio_to_deliver on audio_records (id) where status = 'completed' and deliver = 1 and exported_path is null;

-- What a template was when its jobs were added: they do not change with its folder.
create table templates (
  hash text primary key check (length(hash) = 64),
  name text not null,
  body text not null check (json_valid(body)),
  created_at text not null
) strict, without rowid;

create table jobs (
  id integer primary key autoincrement,
  type text not null,                       -- the template's name
  name text not null,
  template_hash text not null references templates (hash),
  parameters text not null check (json_valid(parameters)),
  hash text not null check (length(hash) = 64),                     -- of template and parameters: the same job
  audio_id integer,                         -- the recording whose transcript is a parameter
  record_id text,                           -- the record that its document is merged into
  endpoint_at integer not null default 0,   -- which endpoint of the template's list is asked
  problems text not null default '[]' check (json_valid(problems)), -- what the last reply was refused for
  reply text,                               -- the last reply that was refused
  result text,                              -- the document
  format text check (format in ('json', 'markdown', 'text')),
  result_hash text,                         -- of the document, to find exact copies
  marks text not null default '[]' check (json_valid(marks)),
  provider text,
  model text,
  tokens_in integer not null default 0,
  tokens_cached integer not null default 0,
  tokens_out integer not null default 0,
  cost real,
  status text not null default 'pending'
    check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  lane text not null,
  priority integer not null default 0,
  attempts integer not null default 0 check (attempts >= 0),
  available_at text not null,
  wait_reason text,
  waits_for integer,
  claim text,
  reserved_by text,
  reserved_at text,
  started_at text,
  completed_at text,
  processing_time_seconds real not null default 0 check (processing_time_seconds >= 0),
  units_count integer not null default 1 check (units_count >= 0),
  units_done integer not null default 0 check (units_done between 0 and units_count),
  error_message text,
  deliver integer not null default 0 check (deliver in (0, 1)),
  target_path text,
  root text,
  exported_at text,
  exported_path text,
  export_error text,
  export_tries integer not null default 0 check (export_tries >= 0),
  export_after text,
  created_at text not null
) strict;

create index jobs_due on jobs (lane, priority desc, available_at, id) where status = 'pending';
create index jobs_leases on jobs (lane, reserved_at) where status = 'processing';
create index jobs_ended on jobs (status, completed_at) where status in ('completed', 'failed', 'cancelled');
create index jobs_hash on jobs (hash);
create index jobs_copies on jobs (type, result_hash) where result_hash is not null;
create index jobs_target on jobs (target_path) where target_path is not null;
create index jobs_to_deliver on jobs (id) where status = 'completed' and deliver = 1 and exported_path is null;

-- The recording whose transcript something waits for; it is not claimable before.
alter table translation_projects add column waits_for integer;
-- What people say is nobody else's: translations of transcripts neither use nor fill the memory, unless that is wanted.
alter table translation_projects add column private integer not null default 0 check (private in (0, 1));
create index projects_waiting on translation_projects (waits_for) where waits_for is not null;
create index jobs_waiting on jobs (waits_for) where waits_for is not null;

-- A part without a row is still to be done.
create table audio_parts (
  audio_id integer not null references audio_records (id) on delete cascade,
  number integer not null check (number >= 0),
  heard text not null check (json_valid(heard)),                    -- what the recogniser heard, times from the start
  provider text not null,
  model text,
  created_at text not null,
  primary key (audio_id, number)
) strict, without rowid;

-- What befell recordings and jobs names them here.
alter table translation_errors add column kind text not null default 'translation';
alter table translation_errors add column work_id text;
create index errors_work on translation_errors (work_id) where work_id is not null;

-- Watched folders of before take no recordings: that would cost money that nobody asked for.
alter table folders add column recordings integer not null default 0 check (recordings in (0, 1));

-- Whoever takes work out of a worker's hands ends its lease; what ended says when.
create trigger audio_left_processing after update of status on audio_records
when old.status = 'processing' and new.status <> 'processing'
begin
  update audio_records set claim = null, reserved_by = null, reserved_at = null,
    completed_at = case when new.status in ('failed', 'cancelled', 'completed')
      then coalesce(new.completed_at, datetime('now')) else new.completed_at end
  where id = new.id;
end;

create trigger job_left_processing after update of status on jobs
when old.status = 'processing' and new.status <> 'processing'
begin
  update jobs set claim = null, reserved_by = null, reserved_at = null,
    completed_at = case when new.status in ('failed', 'cancelled', 'completed')
      then coalesce(new.completed_at, datetime('now')) else new.completed_at end
  where id = new.id;
end;

-- Failed work that is made pending by hand starts over. Parts that were heard stay, unless all of them were: then
-- what was heard is what it failed for.
create trigger audio_retried after update of status on audio_records
when old.status = 'failed' and new.status = 'pending'
begin
  delete from audio_parts where audio_id = new.id and new.units_done = new.units_count;
  update audio_records
  set attempts = 0, available_at = datetime('now'), completed_at = null, error_message = null, wait_reason = null,
    units_done = case when units_done = units_count then 0 else units_done end
  where id = new.id;
end;

create trigger job_retried after update of status on jobs
when old.status = 'failed' and new.status = 'pending'
begin
  update jobs
  set attempts = 0, available_at = datetime('now'), completed_at = null, error_message = null, wait_reason = null,
    endpoint_at = 0, problems = '[]', reply = null
  where id = new.id;
end;

-- What waits for a transcript ends with its recording, and is pending again with it.
create trigger audio_failed after update of status on audio_records
when new.status in ('failed', 'cancelled') and old.status <> new.status
begin
  update translation_projects
  set status = new.status, completed_at = datetime('now'), wait_reason = null,
    error_message = case new.status when 'failed' then 'audio-' || new.id || ', its recording, failed' end
  where waits_for = new.id and status = 'pending';
  update jobs
  set status = new.status, completed_at = datetime('now'), wait_reason = null,
    error_message = case new.status when 'failed' then 'audio-' || new.id || ', its recording, failed' end
  where waits_for = new.id and status = 'pending';
end;

create trigger audio_pending_again after update of status on audio_records
when old.status in ('failed', 'cancelled') and new.status = 'pending'
begin
  update translation_projects set status = 'pending', completed_at = null, error_message = null
  where waits_for = new.id and status = old.status;
  update translation_projects set wait_reason = 'waits for its transcript'
  where waits_for = new.id and status = 'pending';
  update jobs set status = 'pending', completed_at = null, error_message = null
  where waits_for = new.id and status = old.status;
  update jobs set wait_reason = 'waits for its transcript' where waits_for = new.id and status = 'pending';
end;

create trigger audio_deleted after delete on audio_records
begin
  delete from audio_parts where audio_id = old.id;
  delete from translation_errors where work_id = 'audio-' || old.id;
  -- Their transcript will never come, whether they are pending, failed or cancelled.
  delete from translation_projects where waits_for = old.id;
  delete from jobs where waits_for = old.id;
  delete from documents
  where id = old.document_id
    and not exists (select 1 from translation_projects where document_id = old.document_id);
  delete from folder_files where folder_id in (select id from folders) and path = old.path;
end;

create trigger job_deleted after delete on jobs
begin
  delete from translation_errors where work_id = 'job-' || old.id;
  delete from templates
  where hash = old.template_hash and not exists (select 1 from jobs where template_hash = old.template_hash);
end;

-- A transcript outlives the translations made of it.
drop trigger project_deleted;
create trigger project_deleted after delete on translation_projects
begin
  delete from translation_versions where project_id = old.id;
  delete from translation_errors where project_id = old.id;
  delete from documents
  where id = old.document_id
    and not exists (select 1 from translation_projects where document_id = old.document_id)
    and not exists (select 1 from audio_records where document_id = old.document_id);
end;
