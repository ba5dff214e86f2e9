import { STATUSES, type Status } from "../../core/model.js";
import { fromUtcText, toUtcText } from "../../core/time.js";
import type { Project, ProjectDetails, ProjectFilter, Projects, StoredDocument } from "../projects.js";
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
  listProjects: async (filter) => ({ projects: list(db, filter), counts: countByStatus(db) }),
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

/** Sorts after whatever may follow a prefix, so that a range of the index holds all ids that begin with it. */
const LAST_CHARACTER = "\u{10ffff}";

const COLUMNS = `
  p.seq, p.id, p.name, d.path, d.format, p.source_lang as sourceLang, p.source_known as sourceKnown, p.target_lang as targetLang, p.status, p.lane,
  p.priority, p.attempts, p.available_at as availableAt, p.wait_reason as waitReason, p.reserved_by as worker,
  p.reserved_at as reservedAt, p.created_at as createdAt, p.started_at as startedAt, p.completed_at as completedAt,
  p.processing_time_seconds as processingSeconds, p.units_count as segmentsCount,
  p.units_done as segmentsDone, p.quality_score as quality, p.error_message as error,
  p.exported_path as exportedPath, p.deliver as delivers, p.target_path as targetPath, p.root, p.revision`;

function list(db: Db, { status, to, lane, limit }: ProjectFilter): Project[] {
  return db
    .all<ProjectRow>(
      `
      select ${COLUMNS}
      from translation_projects p join documents d on d.id = p.document_id
      where (@status is null or p.status = @status) and (@to is null or p.target_lang = @to)
        and (@lane is null or p.lane = @lane)
      order by p.seq desc
      limit @limit
      `,
      { status: status ?? null, to: to ?? null, lane: lane ?? null, limit },
    )
    .map(projectOf);
}

export function countByStatus(db: Db): Record<Status, number> {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  const rows = db.all<{ status: Status; count: number }>(
    "select status, count(*) as count from translation_projects group by status",
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

function documentOf(db: Db, id: string): StoredDocument {
  const { encoding, bom, ...row } = db.get<DocumentRow>(
    `select d.name, d.path, d.format, d.encoding, d.bom, d.bytes
     from documents d join translation_projects p on p.document_id = d.id where p.id = @id`,
    { id },
  )!;
  return { ...row, encoding: { name: encoding, bom: bom === 1 } };
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
