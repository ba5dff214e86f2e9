-- What operators need: delivery of finished files, control of running workers, who did what, messages to send.

-- Whether the finished translation is written on its own, and why that was not possible.
alter table translation_projects add column deliver integer not null default 0 check (deliver in (0, 1));
alter table translation_projects add column export_error text;
create index projects_to_deliver on translation_projects (seq)
  where status = 'completed' and deliver = 1 and exported_path is null and export_error is null;

-- Files that were written here, apart from their projects: they are no sources, and may be replaced while unchanged.
create table written_files (
  path text primary key,
  hash text not null,
  source_path text not null,
  target_lang text not null,
  written_at text not null
) strict, without rowid;

-- One row each for: paused, restart, settings, chore. Workers look here before each request.
create table control (
  name text primary key,
  value text not null,
  changed_at text not null
) strict, without rowid;

create table workers (
  worker text primary key,                  -- host:pid:start
  kind text not null,
  memory_bytes integer not null,
  started_at text not null,
  seen_at text not null
) strict, without rowid;

-- Every command that changed something, and every change of the effective settings.
create table audit (
  id integer primary key,
  at text not null,
  who text not null,
  action text not null,
  details text not null
) strict;
create index audit_at on audit (at);

-- Messages that are still to be sent; a tick sends them at its end.
create table notices (
  id integer primary key,
  event text not null,
  target text not null check (target in ('webhook', 'command')),
  message text not null,
  attempts integer not null default 0,
  available_at text not null,
  created_at text not null
) strict;
