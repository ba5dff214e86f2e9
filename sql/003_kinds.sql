-- Several kinds of work: their tables have the same life-cycle columns, and what is asked survives a kill.

-- Units are segments here, seconds or sections elsewhere; the names that operators know stay readable.
alter table translation_projects rename column segments_count to units_count;
alter table translation_projects rename column segments_done to units_done;
alter table translation_projects add column segments_count integer generated always as (units_count) virtual;
alter table translation_projects add column segments_done integer generated always as (units_done) virtual;

-- What is being worked on, over all kinds: the caps count here. A kind is one more select.
create view work_in_progress as
select 'translation' as kind, id, lane, reserved_by, reserved_at, started_at
from translation_projects where status = 'processing';

alter table requests rename column project_id to work_id;
alter table requests add column project_id text generated always as (work_id) virtual;
alter table requests add column kind text not null default 'translation';
alter table audit add column kind text;
alter table audit add column work_id text;

-- What is being asked: a killed or ended turn resumes at the same rung of the repair ladder.
create table asks (
  id integer primary key,
  version_id integer not null references translation_versions (id) on delete cascade,
  endpoint text not null,                   -- who was asked: another starts at the top of the ladder
  lines text not null,                      -- indexes, a JSON list
  rung text not null,
  tries integer not null default 0 check (tries >= 0),
  problems text not null default '[]',      -- what the model is told about its last reply
  doubts text not null default '[]',        -- answers that are stored if nothing better comes
  created_at text not null
) strict;
create index asks_version on asks (version_id);

create trigger version_asks_deleted after delete on translation_versions
begin
  delete from asks where version_id = old.id;
end;

-- Tried again, by hand or not, a project's lines start at the top of the ladder.
create trigger project_asks_retried after update of status on translation_projects
when old.status = 'failed' and new.status = 'pending'
begin
  delete from asks where version_id in (select id from translation_versions where project_id = new.id);
end;
