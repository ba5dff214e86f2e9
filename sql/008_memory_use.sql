-- A line of the memory that nobody needs any more can go (MEMORY_KEEP).

alter table memory add column used_on text;   -- last day (UTC) on which it was used again; null: only created
