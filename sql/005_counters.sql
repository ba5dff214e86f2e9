-- Figures that are counted as things happen, so that telling them costs next to nothing.

-- What happened in an hour: full LANE (additions that a full lane refused), cache_hits, cache_misses (lines).
create table counters (
  name text not null,
  hour text not null check (length(hour) = 13),   -- UTC, YYYY-MM-DD HH
  value integer not null,
  primary key (name, hour)
) strict;

-- How large something is that takes long to count.
create table totals (
  name text primary key,
  value integer not null
) strict, without rowid;
insert into totals (name, value) select 'memory', count(*) from memory;

create trigger memory_added after insert on memory
begin
  update totals set value = value + 1 where name = 'memory';
end;

create trigger memory_removed after delete on memory
begin
  update totals set value = value - 1 where name = 'memory';
end;

-- A person ended its pause, and it has not answered since: its next answer is a recovery.
alter table provider_state add column lifted integer not null default 0 check (lifted in (0, 1));
