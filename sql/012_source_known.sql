-- How a project's source language is known: given by a person, or told by the file's name or its text.
-- Null for projects without one, and for those of before, whose language was given.
alter table translation_projects add column source_known text
  check (source_known in ('given', 'name', 'text'));
