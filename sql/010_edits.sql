-- Corrections by people, and versions that people ask for.

create table edits (
  id integer primary key,
  version_id integer not null references translation_versions (id) on delete cascade,
  idx integer not null check (idx >= 0),
  before text,                              -- null where the line had no translation
  after text not null,
  who text not null,
  at text not null
) strict;
create index edits_version on edits (version_id, idx);

create trigger version_edits_deleted after delete on translation_versions
begin
  delete from edits where version_id = old.id;
end;

-- Raised whenever a person changes what a project says: a file that was written before is no longer its translation.
alter table translation_projects add column revision integer not null default 0 check (revision >= 0);

alter table translation_versions add column reason text;        -- why there is this version; null for the first
alter table translation_versions add column recalls text not null default 'all'
  check (recalls in ('all', 'corrections', 'nothing'));         -- what its open lines take from the memory
alter table translation_versions add column wanted_model text;  -- instead of the model of the settings
alter table translation_versions add column note text;          -- what the model is told about the open lines
