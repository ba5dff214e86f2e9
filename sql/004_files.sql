-- Files: which version of a source is the newest, and files that could not be written yet.

create index documents_path on documents (path);

-- For a project, the newer ones of the same file and language; a cancelled one takes nobody's place.
create view newer_versions as
select older.id as id, newer.id as newer, newer.seq as newer_seq, newer.exported_path as newer_path
from translation_projects older
join documents source on source.id = older.document_id and source.path <> ''
join documents again on again.path = source.path
join translation_projects newer on newer.document_id = again.id
  and newer.target_lang = older.target_lang and newer.seq > older.seq
where newer.status <> 'cancelled';

-- A file whose disk was away or full is tried again: how often it was, and when it is next.
alter table translation_projects add column export_tries integer not null default 0 check (export_tries >= 0);
alter table translation_projects add column export_after text;

drop index projects_to_deliver;
create index projects_to_deliver on translation_projects (seq)
  where status = 'completed' and deliver = 1 and exported_path is null
    and (export_error is null or export_after is not null);
