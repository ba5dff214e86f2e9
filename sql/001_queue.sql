-- The queue, its documents and what was learned from providers.
-- Times that operators query are UTC text (YYYY-MM-DD HH:MM:SS); spans inside a file are milliseconds.

create table documents (
  id integer primary key,
  name text not null,
  path text not null default '',            -- absolute; empty for standard input
  format text not null,
  encoding text not null,
  bom integer not null default 0 check (bom in (0, 1)),
  hash text not null check (length(hash) = 64),
  bytes blob not null,                      -- the file itself, so that it can be written back losslessly
  segments_count integer not null check (segments_count >= 0),
  created_at text not null,
  unique (hash, path, name, format, encoding)
) strict;

create table segments (
  document_id integer not null references documents (id) on delete cascade,
  idx integer not null check (idx >= 0),
  start_ms integer,
  end_ms integer,
  text text not null,
  hash integer not null,                    -- 64 bits of the text's SHA-256
  primary key (document_id, idx)
) strict, without rowid;

-- One document into one language. This table is the queue.
create table translation_projects (
  seq integer primary key autoincrement,
  id text not null unique,
  document_id integer not null references documents (id),
  name text not null,
  source_lang text,
  target_lang text not null,
  status text not null default 'pending'
    check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  lane text not null,
  priority integer not null default 0,
  attempts integer not null default 0 check (attempts >= 0),
  available_at text not null check (length(available_at) = 19),
  wait_reason text,
  claim text,                               -- fresh for each claim; every later write must present it
  reserved_by text,                         -- host:pid:start of the process
  reserved_at text,                         -- the lease, renewed by every save
  started_at text,
  completed_at text,
  processing_time_seconds real not null default 0 check (processing_time_seconds >= 0),
  segments_count integer not null check (segments_count >= 0),
  segments_done integer not null default 0 check (segments_done between 0 and segments_count),
  quality_score real check (quality_score between 0 and 100),
  error_message text,
  exported_at text,
  exported_path text,
  created_at text not null check (length(created_at) = 19)
) strict;

create index projects_due on translation_projects (lane, priority desc, available_at, seq) where status = 'pending';
create index projects_leases on translation_projects (lane, reserved_at) where status = 'processing';
create index projects_created on translation_projects (created_at, status);
create index projects_ended on translation_projects (status, completed_at) where status in ('completed', 'failed', 'cancelled');
create index projects_document on translation_projects (document_id, target_lang);

create table translation_versions (
  id integer primary key,
  project_id text not null references translation_projects (id) on delete cascade,
  number integer not null check (number >= 1),
  provider text,
  model text,
  prompt_version text,
  tokens_in integer not null default 0,
  tokens_cached integer not null default 0,
  tokens_out integer not null default 0,
  cost real,                                -- US dollars; null while unknown
  quality_score real,
  created_at text not null,
  completed_at text,
  unique (project_id, number)
) strict;

-- A line without a row is still to be translated: resuming is not a feature, it is the query.
create table segment_translations (
  version_id integer not null references translation_versions (id) on delete cascade,
  idx integer not null,
  state text not null check (state in ('done', 'failed')),
  text text check ((text is not null) = (state = 'done')),
  origin text not null check (origin in ('provider', 'memory', 'duplicate', 'verbatim', 'hand')),
  marks text not null default '[]',         -- codes of the checks that were not hard
  quality real not null check (quality between 0 and 100),
  primary key (version_id, idx)
) strict, without rowid;

create table translation_errors (
  id integer primary key,
  project_id text references translation_projects (id) on delete cascade,
  code text not null,
  message text not null,
  segments text not null default '[]',      -- line numbers from 1
  created_at text not null
) strict;
create index errors_created on translation_errors (created_at);
create index errors_project on translation_errors (project_id);

-- Every request that was sent, with what it cost. It outlives its project, so it references none.
create table requests (
  id integer primary key,
  project_id text not null,
  provider text not null,
  model text,
  segments integer not null,
  tokens_in integer,
  tokens_cached integer,
  tokens_out integer,
  cost real,
  duration_ms integer not null,
  outcome text not null,
  created_at text not null
) strict;
create index requests_created on requests (created_at);

-- What a provider answered for a text under the same settings (the scope), so that it is never paid for twice.
create table memory (
  scope integer not null,
  hash integer not null,
  source text not null,
  target text not null,
  marks text not null,
  created_at text not null,
  primary key (scope, hash)
) strict, without rowid;

create table provider_state (
  provider text primary key,
  pause_code text,
  pause_message text,
  pause_settings text,                      -- paused while the settings are these
  paused_until text,                        -- or until this time
  failures integer not null default 0,
  next_at integer not null default 0,       -- milliseconds: when the next request may start
  pace_ms integer,                          -- what the server's own limits ask for
  slow_factor integer not null default 1,
  slow_until integer not null default 0,
  dialect text not null default '{}'        -- what the server was seen to refuse
) strict;

create table ticks (
  id integer primary key,
  kind text not null,
  pid integer not null,
  host text not null,
  started_at text not null,
  finished_at text not null,
  rescued integer not null,
  claimed integer not null,
  completed integer not null,
  failed integer not null,
  message text
) strict;
create index ticks_started on ticks (started_at);

-- What was once done for a file, apart from the projects: clean-up must never make a folder in cron pay again.
create table done_files (
  path text not null,
  hash text not null,
  target_lang text not null,
  project_id text not null,
  completed_at text not null,
  primary key (path, hash, target_lang)
) strict, without rowid;

-- Whoever takes a project out of work, by hand or not, ends its lease: the worker's next write finds no claim.
create trigger project_left_processing after update of status on translation_projects
when old.status = 'processing' and new.status <> 'processing'
begin
  update translation_projects set claim = null, reserved_by = null, reserved_at = null where seq = new.seq;
end;

-- A failed project made pending by hand starts over with its failed lines.
create trigger project_retried after update of status on translation_projects
when old.status = 'failed' and new.status = 'pending'
begin
  update translation_projects
  set attempts = 0, available_at = datetime('now'), completed_at = null, error_message = null, wait_reason = null
  where seq = new.seq;
  delete from segment_translations
  where state = 'failed' and version_id in (select id from translation_versions where project_id = new.id);
end;

-- Shells have foreign keys off, so a delete tidies up by triggers.
create trigger project_deleted after delete on translation_projects
begin
  delete from translation_versions where project_id = old.id;
  delete from translation_errors where project_id = old.id;
  delete from documents
  where id = old.document_id
    and not exists (select 1 from translation_projects where document_id = old.document_id);
end;

create trigger version_deleted after delete on translation_versions
begin
  delete from segment_translations where version_id = old.id;
end;

create trigger document_deleted after delete on documents
begin
  delete from segments where document_id = old.id;
end;
