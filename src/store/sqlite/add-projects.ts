import type { Status } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { Added, Adding, NewDocument, NewProject } from "../projects.js";
import { count } from "./counters.js";
import type { Db } from "./db.js";
import { fileHash, textHash } from "./hash.js";
import { supersede, supersededBy } from "./supersede.js";

/** Rows of segments a statement: large enough that the statement costs nothing, small enough for memory. */
const SEGMENTS_A_STATEMENT = 1000;

interface KnownRow {
  id: string;
  targetLang: string;
  status: Status | "done before";
  format: string | null;
  encoding: string | null;
  sourceLang: string | null;
}

/**
 * What stands or stood for a file's bytes under its path; standard input has no path and goes by its bytes. Bytes that
 * came back after others took their place are no longer known: the translation that was written is of the others.
 */
export const knownFile = (db: Db, path: string, hash: string): Added[] =>
  db
    .all<KnownRow>(
      `
      select p.id, p.target_lang as targetLang, p.status, d.format, d.encoding, p.source_lang as sourceLang
      from translation_projects p join documents d on d.id = p.document_id
      where d.path = @path and d.hash = @hash
        and not exists (select 1 from newer_versions v where v.id = p.id)
      union all
      select project_id, target_lang, 'done before', null, null, null from done_files f
      where path = @path and hash = @hash
        and not exists (select 1 from translation_projects p where p.id = f.project_id)
        and not exists (
          select 1 from documents d join translation_projects p on p.document_id = d.id
          where d.path = f.path and d.hash <> f.hash and p.target_lang = f.target_lang
            and p.status <> 'cancelled' and p.created_at > f.completed_at)
      `,
      { path, hash },
    )
    .map(({ format, encoding, sourceLang, ...row }) => ({
      ...row,
      created: false,
      ...(format && encoding ? { readAs: { format, encoding, sourceLang } } : {}),
    }));

/** Adds what is not there yet, in place of older versions: all of it, or nothing where the lane lacks places. */
export function createProjects(
  db: Db,
  { document, projects, lane, again, now: at }: Adding,
): { added: Added[] } | { full: { waiting: number } } {
  const now = toUtcText(at);
  const hash = fileHash(document.bytes);
  return db.transaction(() => {
    const there = knownFile(db, document.path, hash).filter(
      ({ status }) => !again || status === "pending" || status === "processing",
    );
    const existing = (tag: string) => there.find(({ targetLang }) => targetLang === tag);
    const fresh = projects.filter(({ targetLang }) => !existing(targetLang));
    const tags = fresh.map(({ targetLang }) => targetLang);
    const older = supersededBy(db, document.path, tags);
    const freed = older.filter((one) => one.status === "pending" && one.lane === lane.name).length;
    const waiting = fresh.length ? pendingIn(db, lane.name) - freed : 0;
    if (fresh.length && waiting + fresh.length > lane.places) {
      count(db, `full ${lane.name}`, { by: 1, now: at });
      return { full: { waiting } };
    }
    const number = fresh.length ? documentId(db, document, hash, now) : 0;
    const row = { lane: lane.name, document: number, count: document.segments.length, now };
    const superseded = (tag: string) =>
      older.filter(({ targetLang }) => targetLang === tag).map(({ id }) => id);
    for (const project of fresh) {
      for (const id of superseded(project.targetLang)) supersede(db, id, { newer: project.id, now });
      insertProject(db, project, row);
    }
    return {
      added: projects.map(({ id, targetLang }): Added => {
        const supersedes = superseded(targetLang);
        const created: Added = { id, targetLang, created: true, status: "pending" };
        return existing(targetLang) ?? (supersedes.length ? { ...created, supersedes } : created);
      }),
    };
  });
}

const pendingIn = (db: Db, lane: string) =>
  db.value<number>("select count(*) from translation_projects where status = 'pending' and lane = @lane", {
    lane,
  })!;

interface Placed {
  document: number | null;
  lane: string;
  /** How many lines its document has. */
  count: number;
  now: string;
}

/** A project with its first version. */
export function insertProject(db: Db, { isPrivate = false, ...project }: NewProject, placed: Placed) {
  const row = {
    ...project,
    ...placed,
    deliver: project.deliver ? 1 : 0,
    fresh: project.fresh ? 1 : 0,
    isPrivate: isPrivate ? 1 : 0,
  };
  db.run(
    `
    insert into translation_projects (id, document_id, name, source_lang, source_known, target_lang, lane, priority, deliver,
      target_path, root, fresh, private, available_at, units_count, created_at)
    values (@id, @document, @name, @sourceLang, @sourceKnown, @targetLang, @lane, @priority, @deliver,
      @targetPath, @root, @fresh, @isPrivate, @now, @count, @now)
    `,
    row,
  );
  db.run("insert into translation_versions (project_id, number, created_at) values (@id, 1, @now)", row);
}

/** The document's number; it is stored once for all its languages. */
function documentId(db: Db, document: NewDocument, hash: string, now: string): number {
  const { name, path, format, encoding } = document;
  const key = { hash, path, name, format, encoding: encoding.name };
  const found = db.value<number>(
    `select id from documents where hash = @hash and path = @path and name = @name and format = @format
       and encoding = @encoding`,
    key,
  );
  if (found !== undefined) return found;
  const id = db.value<number>(
    `
    insert into documents (name, path, format, encoding, bom, hash, bytes, segments_count, created_at)
    values (@name, @path, @format, @encoding, @bom, @hash, @bytes, @count, @now)
    returning id
    `,
    { ...key, bom: encoding.bom ? 1 : 0, bytes: document.bytes, count: document.segments.length, now },
  )!;
  insertSegments(db, id, document.segments);
  return id;
}

/** The texts of a document. */
export function insertSegments(db: Db, document: number, segments: NewDocument["segments"]) {
  for (let from = 0; from < segments.length; from += SEGMENTS_A_STATEMENT) {
    const rows = segments
      .slice(from, from + SEGMENTS_A_STATEMENT)
      .map(({ start, end, text }, index) => [from + index, start, end, text, String(textHash(text))]);
    db.run(
      `
      insert into segments (document_id, idx, start_ms, end_ms, text, hash)
      select @document, value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as integer)
      from json_each(@rows)
      `,
      { document, rows: JSON.stringify(rows) },
    );
  }
}
