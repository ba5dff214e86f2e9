-- Watched folders: what is scanned for new and changed files, and what became of the files in them.

create table folders (
  id integer primary key,
  path text not null unique check (substr(path, 1, 1) = '/'),
  targets text not null check (json_array_length(targets) > 0),    -- JSON: language tags
  source_lang text,
  prefer text not null default '[]' check (json_valid(prefer)),    -- JSON: languages of sources, the best first
  encoding text,
  column_name text,                         -- of tables: the column to translate
  lane text,                                -- null: the first
  export_dir text,
  created_at text not null,
  scanned_at text,                          -- when the last scan began; null: the next tick scans it
  figures text check (figures is null or json_valid(figures)),     -- what the last whole scan found
  error text                                -- why the last scan could not look into it
) strict;

-- A file whose size and time are the same as here is not read again.
create table folder_files (
  folder_id integer not null references folders (id) on delete cascade,
  path text not null,
  size integer not null,
  modified_ms real not null,
  outcome text not null check (outcome in ('added', 'known', 'skipped', 'unfit', 'unreadable', 'unopened')),
  reason text,
  primary key (folder_id, path)
) strict, without rowid;

create trigger folder_deleted after delete on folders
begin
  delete from folder_files where folder_id = old.id;
end;

-- A file that has lost a project is looked at again: one that was forgotten is added anew.
create trigger folder_project_deleted after delete on translation_projects
begin
  delete from folder_files where folder_id in (select id from folders)
    and path = (select path from documents where id = old.document_id);
end;

create trigger folder_document_deleted after delete on documents
begin
  delete from folder_files where folder_id in (select id from folders) and path = old.path;
end;

create trigger folder_document_detached after update of path on documents
begin
  delete from folder_files where folder_id in (select id from folders) and path = old.path;
end;
