-- Records: what recordings say of a client, kept field by field, with the history of every change.

create table records (
  id integer primary key autoincrement,     -- shown as record-1
  name text unique collate nocase check (name not glob '[Rr][Ee][Cc][Oo][Rr][Dd]-[0-9]*'),   -- as a person calls it
  template text,
  output text check (output is null or json_valid(output)),       -- JSON Schema of the fields
  fields text not null default '{}' check (json_valid(fields)),
  locked text not null default '[]' check (json_valid(locked)),   -- JSON: fields that a person set
  version integer not null default 1,       -- raised by every change
  created_at text not null,
  updated_at text not null
) strict;
create index records_updated on records (updated_at);

create table record_changes (
  id integer primary key autoincrement,
  record_id integer not null references records (id) on delete cascade,
  field text not null,
  key text check (key is null or json_valid(key)),                -- JSON: the way into the field; null: all of it
  old text check (old is null or json_valid(old)),                -- JSON, as new
  new text check (new is null or json_valid(new)),
  what text not null check (what in ('said', 'confirmed', 'retracted', 'set', 'undone', 'dropped')),
  reason text,                              -- why it was dropped
  undoes integer,                           -- the change that was taken back
  recording text,                           -- as audio-1; null for what a person did
  job text,
  quote text,
  position_ms integer,                      -- where the quote begins in the recording
  confidence real,
  who text not null,
  at text not null
) strict;
create index record_changes_record on record_changes (record_id);

-- A shell has foreign keys off.
create trigger record_deleted after delete on records
begin
  delete from record_changes where record_id = old.id;
end;
