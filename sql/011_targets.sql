-- Where a finished translation is written by itself, decided when its project is added.

alter table translation_projects add column target_path text;   -- absolute; null: not by itself, or decided when written
alter table translation_projects add column root text;          -- the folder that was added, for subfolders elsewhere
create index projects_target on translation_projects (target_path) where target_path is not null;
