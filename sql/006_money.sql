-- What the translation memory's scopes stand for, projects that do not use it, and counts that were none.

-- A scope is a hash; this says of what. Scopes of 0.1.0 have a row once something is added to them.
create table memory_scopes (
  scope integer primary key,
  endpoint text not null,                   -- server or program
  model text,
  from_lang text,
  to_lang text not null
) strict;

-- Added with --fresh: nothing is taken from the memory, and what is answered replaces what is there.
alter table translation_projects add column fresh integer not null default 0 check (fresh in (0, 1));

-- Counts of tokens that no reply can use broke every sum over them.
update requests set tokens_in = null where tokens_in not between 0 and 1000000000;
update requests set tokens_cached = null where tokens_cached not between 0 and 1000000000;
update requests set tokens_out = null where tokens_out not between 0 and 1000000000;
update translation_versions set tokens_in = 0 where tokens_in not between 0 and 1000000000000;
update translation_versions set tokens_cached = 0 where tokens_cached not between 0 and 1000000000000;
update translation_versions set tokens_out = 0 where tokens_out not between 0 and 1000000000000;
