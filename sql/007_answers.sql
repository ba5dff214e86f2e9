-- Answers that were rejected: an ask goes on knowing them, and those of failed lines are kept to be looked at.

alter table asks add column rejected text not null default '[]';

-- The last answer to a line that has no translation; gone when it has one.
create table rejected_answers (
  version_id integer not null references translation_versions (id) on delete cascade,
  idx integer not null check (idx >= 0),
  text text not null,
  marks text not null,                      -- codes of the checks, hard ones too
  rejected_at text not null,
  primary key (version_id, idx)
) strict, without rowid;

create trigger version_answers_deleted after delete on translation_versions
begin
  delete from rejected_answers where version_id = old.id;
end;
