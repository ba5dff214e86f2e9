import { STATUSES, type Status } from "../../core/model.js";
import { fromUtcText, toUtcText } from "../../core/time.js";
import type {
  NamedProject,
  Project,
  ProjectDetails,
  ProjectFilter,
  Projects,
  StoredDocument,
} from "../projects.js";
import { createProjects, knownFile } from "./add-projects.js";
import type { Db } from "./db.js";
import { fileHash } from "./hash.js";
import { ANSWER } from "./problems.js";

export const projects = (db: Db): Projects => ({
  createProjects: async (adding) => createProjects(db, adding),
  knownFile: async (path, bytes) => knownFile(db, path, fileHash(bytes)),
  idsBeginning: async (prefix) =>
    db.values<string>(
      "select id from translation_projects where id >= @prefix and id < @prefix || @last limit 3",
      { prefix, last: LAST_CHARACTER },
    ),
  projectsNamed: async (patterns) =>
    db.all<NamedProject>(
      `
      select p.id, p.name, d.path, p.target_lang as targetLang, p.status
      from translation_projects p join documents d on d.id = p.document_id
      where exists (
          select 1 from json_each(@patterns) wanted
          where p.name glob wanted.value or d.name glob wanted.value or d.path glob '*/' || wanted.value)
        and not exists (select 1 from newer_versions v where v.id = p.id)
      order by p.seq desc
      `,
      { patterns: JSON.stringify(patterns.map(literal)) },
    ),
  fileNames: async () =>
    db.values<string>("select name from translation_projects union select name from documents"),
  selectProjects: async (filter) => selectProjects(db, filter),
  countProjects: async () => countByStatus(db),
  showProject: async (id) => show(db, id),
  documentOf: async (id) => documentOf(db, id),
  waitingBeyond: async (moment) =>
    db.value<number>(
      "select count(*) from translation_projects where status = 'pending' and available_at > @moment",
      { moment: toUtcText(moment) },
    )!,
  waitingLanguages: async () =>
    db.values<string>(
      "select distinct target_lang from translation_projects where status = 'pending' order by 1",
    ),
});

/** A bracket means a set of characters to SQLite's glob, and itself to a person. */
const literal = (pattern: string) => pattern.replaceAll("[", "[[]");

/** Sorts after whatever may follow a prefix, so that a range of the index holds all ids that begin with it. */
const LAST_CHARACTER = "\u{10ffff}";

const COLUMNS = `
  p.seq, p.id, p.name, d.path, d.format, p.source_lang as sourceLang, p.source_known as sourceKnown, p.target_lang as targetLang, p.status, p.lane,
  p.priority, p.attempts, p.available_at as availableAt, p.wait_reason as waitReason, p.reserved_by as worker,
  p.reserved_at as reservedAt, p.created_at as createdAt, p.started_at as startedAt, p.completed_at as completedAt,
  p.processing_time_seconds as processingSeconds, p.units_count as segmentsCount,
  p.units_done as segmentsDone, p.quality_score as quality, p.error_message as error,
  p.exported_path as exportedPath, p.deliver as delivers, p.target_path as targetPath, p.root, p.revision`;

/** What each part of a filter asks for, with the parameter of its name. */
const CONDITIONS: Record<Exclude<keyof ProjectFilter, "limit">, string> = {
  ids: "p.id in (select value from json_each(@ids))",
  status: "p.status = @status",
  to: "p.target_lang = @to",
  lane: "p.lane = @lane",
  folder: "substr(d.path, 1, length(@folder)) = @folder",
  name: "(p.name glob @name or d.path glob '*/' || @name)",
  addedSince: "p.created_at >= @addedSince",
  endedSince: "p.completed_at >= @endedSince",
};

const PARAMETERS: Partial<Record<keyof ProjectFilter, (value: never) => unknown>> = {
  ids: (ids: readonly string[]) => JSON.stringify(ids),
  folder: (folder: string) => folder.replace(/\/*$/, "/"),
  name: literal,
  addedSince: toUtcText,
  endedSince: toUtcText,
};

const IN_ORDER = `
  case p.status when 'processing' then 0 when 'pending' then 1 when 'failed' then 2 when 'completed' then 3 else 4 end,
  p.seq desc`;

function selectProjects(db: Db, { limit = -1, ...filter }: ProjectFilter): Project[] {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined) as [
    keyof typeof CONDITIONS,
    never,
  ][];
  const where = given.map(([name]) => CONDITIONS[name]);
  const values = given.map(([name, value]) => [name, PARAMETERS[name]?.(value) ?? value]);
  return db
    .all<ProjectRow>(
      `
      select ${COLUMNS}
      from translation_projects p join documents d on d.id = p.document_id
      ${where.length ? `where ${where.join(" and ")}` : ""}
      order by ${IN_ORDER}
      limit @limit
      `,
      { ...Object.fromEntries(values), limit },
    )
    .map(projectOf);
}

export const countByStatus = (db: Db): Record<Status, number> => countsOf(db, "translation_projects");

/** How much of a kind's table stands in each status. */
export function countsOf(db: Db, table: string): Record<Status, number> {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  const rows = db.all<{ status: Status; count: number }>(
    `select status, count(*) as count from ${table} group by status`,
  );
  for (const { status, count } of rows) counts[status] = count;
  return counts;
}

function show(db: Db, id: string): ProjectDetails {
  const { provider, model, input, cached, output, cost, ...row } = db.get<ProjectRow & VersionRow>(
    `
    select ${COLUMNS}, v.provider, v.model, v.tokens_in as input, v.tokens_cached as cached,
      v.tokens_out as output, v.cost
    from translation_projects p
    join documents d on d.id = p.document_id
    join translation_versions v on v.project_id = p.id
    where p.id = @id
    order by v.number desc
    limit 1
    `,
    { id },
  )!;
  return {
    ...projectOf(row),
    provider,
    model,
    tokens: { input, cached, output },
    cost,
    errors: problemsOf(db, id),
  };
}

const problemsOf = (db: Db, id: string): ProjectDetails["errors"] =>
  db
    .all<{ code: string; message: string; segments: string; at: string; answer: string | null }>(
      `select e.code, e.message, e.segments, e.created_at as at, ${ANSWER} as answer from translation_errors e
       where e.project_id = @id order by e.id desc limit 20`,
      { id },
    )
    .map((row) => ({ ...row, segments: JSON.parse(row.segments), at: fromUtcText(row.at) }));

const documentOf = (db: Db, id: string): StoredDocument =>
  documentWhere(db, "d.id = (select document_id from translation_projects where id = @id)", { id })!;

/** The document, here `d`, for which a condition holds; undefined if there is none. */
export function documentWhere(
  db: Db,
  condition: string,
  parameters: Record<string, unknown>,
): StoredDocument | undefined {
  const row = db.get<DocumentRow>(
    `select d.name, d.path, d.format, d.encoding, d.bom, d.bytes from documents d where ${condition}`,
    parameters,
  );
  if (!row) return undefined;
  const { encoding, bom, ...rest } = row;
  return { ...rest, encoding: { name: encoding, bom: bom === 1 } };
}

type Times = "availableAt" | "reservedAt" | "createdAt" | "startedAt" | "completedAt";
type ProjectRow = Omit<Project, Times | "delivers"> & {
  delivers: 0 | 1;
  availableAt: string;
  createdAt: string;
  reservedAt: string | null;
  startedAt: string | null;
  completedAt: string | null;
};
interface VersionRow {
  provider: string | null;
  model: string | null;
  input: number;
  cached: number;
  output: number;
  cost: number | null;
}
interface DocumentRow {
  name: string;
  path: string;
  format: string;
  encoding: string;
  bom: number;
  bytes: Buffer;
}

const orNull = (text: string | null) => (text === null ? null : fromUtcText(text));

const projectOf = (row: ProjectRow): Project => ({
  ...row,
  delivers: row.delivers === 1,
  availableAt: fromUtcText(row.availableAt),
  createdAt: fromUtcText(row.createdAt),
  reservedAt: orNull(row.reservedAt),
  startedAt: orNull(row.startedAt),
  completedAt: orNull(row.completedAt),
});
