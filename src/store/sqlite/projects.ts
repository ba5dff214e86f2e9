import { type Lane, STATUSES, type Status } from "../../core/model.js";
import { fromUtcText, toUtcText } from "../../core/time.js";
import { ComeBackLater, UserError } from "../../errors.js";
import type {
  Added,
  NewDocument,
  NewProject,
  Project,
  ProjectDetails,
  ProjectFilter,
  Store,
} from "../store.js";
import { fileHash, textHash } from "./hash.js";
import type { Db } from "./open.js";

type Projects = Pick<
  Store,
  | "createProjects"
  | "knownFile"
  | "resolveIds"
  | "listProjects"
  | "showProject"
  | "documentOf"
  | "cancel"
  | "noteError"
>;

/** Rows of segments a statement: large enough that the statement costs nothing, small enough for memory. */
const SEGMENTS_A_STATEMENT = 1000;

/** Projects and their documents, as people add, look at and end them. */
export function projects(db: Db): Projects {
  const sameDocument = db
    .prepare<Record<string, unknown>, number>(
      `select id from documents where hash = @hash and path = @path and name = @name and format = @format
         and encoding = @encoding`,
    )
    .pluck();
  const insertDocument = db.prepare(`
    insert into documents (name, path, format, encoding, bom, hash, bytes, segments_count, created_at)
    values (@name, @path, @format, @encoding, @bom, @hash, @bytes, @count, @now)
  `);
  const insertSegments = db.prepare(`
    insert into segments (document_id, idx, start_ms, end_ms, text, hash)
    select @document, value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as integer) from json_each(@rows)
  `);
  const insertProject = db.prepare(`
    insert into translation_projects (id, document_id, name, source_lang, target_lang, lane, priority, deliver,
      available_at, segments_count, created_at)
    values (@id, @document, @name, @sourceLang, @targetLang, @lane, @priority, @deliver, @now, @count, @now)
  `);
  const insertVersion = db.prepare(
    "insert into translation_versions (project_id, number, created_at) values (@id, 1, @now)",
  );
  const pendingInLane = db
    .prepare<[string], number>(
      "select count(*) from translation_projects where status = 'pending' and lane = ?",
    )
    .pluck();

  // What stands or stood for a file's bytes under its path; standard input has no path and goes by its bytes.
  const known = db.prepare<Record<string, unknown>, KnownRow>(`
    select p.id, p.target_lang as targetLang, p.status, d.format, d.encoding
    from translation_projects p join documents d on d.id = p.document_id
    where d.path = @path and d.hash = @hash
    union all
    select project_id, target_lang, 'done before', null, null from done_files f
    where path = @path and hash = @hash
      and not exists (select 1 from translation_projects p where p.id = f.project_id)
  `);
  const knownFile = (path: string, hash: string): Added[] =>
    known.all({ path, hash }).map(({ format, encoding, ...row }) => ({
      ...row,
      created: false,
      ...(format && encoding ? { readAs: { format, encoding } } : {}),
    }));

  function documentId(document: NewDocument, hash: string, now: string): number {
    const { name, path, format, encoding } = document;
    const key = { hash, path, name, format, encoding: encoding.name };
    const found = sameDocument.get(key);
    if (found !== undefined) return found;
    const bom = encoding.bom ? 1 : 0;
    const count = document.segments.length;
    const row = { ...key, bom, bytes: document.bytes, count, now };
    const id = Number(insertDocument.run(row).lastInsertRowid);
    for (let from = 0; from < count; from += SEGMENTS_A_STATEMENT) {
      const rows = document.segments
        .slice(from, from + SEGMENTS_A_STATEMENT)
        .map(({ start, end, text }, index) => [from + index, start, end, text, String(textHash(text))]);
      insertSegments.run({ document: id, rows: JSON.stringify(rows) });
    }
    return id;
  }

  const createProjects = db.transaction(
    (
      document: NewDocument,
      wanted: readonly NewProject[],
      lanes: readonly Lane[],
      at: number,
      again: boolean,
    ): Added[] => {
      const now = toUtcText(at);
      const hash = fileHash(document.bytes);
      const there = knownFile(document.path, hash).filter(
        ({ status }) => !again || status === "pending" || status === "processing",
      );
      return wanted.map((project) => {
        const existing = there.find(({ targetLang }) => targetLang === project.targetLang);
        if (existing) return existing;
        const lane = lanes.find(({ name }) => name === project.lane);
        if (!lane)
          throw new UserError(
            `there is no lane "${project.lane}"`,
            `lanes: ${lanes.map(({ name }) => name).join(", ")}`,
          );
        const waiting = pendingInLane.get(lane.name)!;
        if (waiting >= lane.places) {
          throw new ComeBackLater(
            `lane ${lane.name} is full: ${waiting} of ${lane.places} places are taken`,
            "add again when some are done, use another --lane, or give it more places in LANES",
          );
        }
        const id = documentId(document, hash, now);
        const deliver = project.deliver ? 1 : 0;
        insertProject.run({ ...project, deliver, document: id, count: document.segments.length, now });
        insertVersion.run({ id: project.id, now });
        return { id: project.id, targetLang: project.targetLang, created: true, status: "pending" as const };
      });
    },
  );

  const beginningWith = db
    .prepare<{ prefix: string }, string>(
      "select id from translation_projects where substr(id, 1, length(@prefix)) = @prefix limit 3",
    )
    .pluck();

  function resolve(prefix: string): string {
    const wanted = prefix.startsWith("trans_") ? prefix : `trans_${prefix}`;
    const found = beginningWith.all({ prefix: wanted });
    if (found.length === 1) return found[0]!;
    const exact = found.find((id) => id === wanted);
    if (exact) return exact;
    if (found.length === 0)
      throw new UserError(`no project begins with "${prefix}"`, "transcron list shows their ids");
    throw new UserError(
      `"${prefix}" fits several projects: ${found.join(", ")}${found.length === 3 ? ", …" : ""}`,
    );
  }

  const columns = `
    p.seq, p.id, p.name, d.path, d.format, p.source_lang as sourceLang, p.target_lang as targetLang, p.status, p.lane,
    p.priority, p.attempts, p.available_at as availableAt, p.wait_reason as waitReason, p.reserved_by as worker,
    p.reserved_at as reservedAt, p.created_at as createdAt, p.started_at as startedAt, p.completed_at as completedAt,
    p.processing_time_seconds as processingSeconds, p.segments_count as segmentsCount,
    p.segments_done as segmentsDone, p.quality_score as quality, p.error_message as error,
    p.exported_path as exportedPath`;
  const list = db.prepare<Record<string, unknown>, ProjectRow>(`
    select ${columns}
    from translation_projects p join documents d on d.id = p.document_id
    where (@status is null or p.status = @status) and (@to is null or p.target_lang = @to)
      and (@lane is null or p.lane = @lane)
    order by p.seq desc
    limit @limit
  `);
  const tally = db.prepare<[], { status: Status; count: number }>(
    "select status, count(*) as count from translation_projects group by status",
  );

  const show = db.prepare<[string], ProjectRow & VersionRow>(`
    select ${columns}, v.provider, v.model, v.tokens_in as input, v.tokens_cached as cached, v.tokens_out as output, v.cost
    from translation_projects p
    join documents d on d.id = p.document_id
    join translation_versions v on v.project_id = p.id
    where p.id = ?
    order by v.number desc
    limit 1
  `);
  const errors = db.prepare<[string], { code: string; message: string; segments: string; at: string }>(`
    select code, message, segments, created_at as at from translation_errors
    where project_id = ? order by id desc limit 20
  `);

  const document = db.prepare<[string], DocumentRow>(`
    select d.name, d.path, d.format, d.encoding, d.bom, d.bytes
    from documents d join translation_projects p on p.document_id = d.id where p.id = ?
  `);

  const cancelOne = db.prepare(`
    update translation_projects set status = 'cancelled', completed_at = @now, wait_reason = null
    where id = @id and status in ('pending', 'processing', 'failed')
  `);
  const statusOf = db
    .prepare<[string], Status>("select status from translation_projects where id = ?")
    .pluck();
  const cancel = db.transaction((ids: readonly string[], now: string) =>
    ids.flatMap((id) => {
      const from = statusOf.get(id)!;
      return cancelOne.run({ id, now }).changes ? [{ id, from, to: "cancelled" as const }] : [];
    }),
  );

  const noteError = db.prepare(
    "insert into translation_errors (project_id, code, message, created_at) values (@projectId, @code, @message, @now)",
  );

  return {
    createProjects: async (...args) => createProjects.immediate(...args),
    knownFile: async (path, bytes) => knownFile(path, fileHash(bytes)),
    resolveIds: async (prefixes) => [...new Set(prefixes.map(resolve))],
    listProjects: async ({ status = null, to = null, lane = null, limit }: NullableFilter) => {
      const counts = Object.fromEntries(STATUSES.map((name) => [name, 0])) as Record<Status, number>;
      for (const row of tally.all()) counts[row.status] = row.count;
      return { projects: list.all({ status, to, lane, limit }).map(projectOf), counts };
    },
    showProject: async (id): Promise<ProjectDetails> => {
      const { provider, model, input, cached, output, cost, ...row } = show.get(id)!;
      return {
        ...projectOf(row),
        provider,
        model,
        tokens: { input, cached, output },
        cost,
        errors: errors
          .all(id)
          .map((error) => ({ ...error, segments: JSON.parse(error.segments), at: fromUtcText(error.at) })),
      };
    },
    documentOf: async (id) => {
      const { encoding, bom, ...row } = document.get(id)!;
      return { ...row, encoding: { name: encoding, bom: bom === 1 } };
    },
    cancel: async (ids, now) => cancel.immediate(ids, toUtcText(now)),
    noteError: async (projectId, code, message, now) =>
      void noteError.run({ projectId, code, message, now: toUtcText(now) }),
  };
}

interface KnownRow {
  id: string;
  targetLang: string;
  status: Status | "done before";
  format: string | null;
  encoding: string | null;
}

type NullableFilter = Omit<ProjectFilter, "status" | "to" | "lane"> & {
  status?: Status | null;
  to?: string | null;
  lane?: string | null;
};

type Times = "availableAt" | "reservedAt" | "createdAt" | "startedAt" | "completedAt";
type ProjectRow = Omit<Project, Times> & {
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

function projectOf(row: ProjectRow): Project {
  return {
    ...row,
    availableAt: fromUtcText(row.availableAt),
    createdAt: fromUtcText(row.createdAt),
    reservedAt: orNull(row.reservedAt),
    startedAt: orNull(row.startedAt),
    completedAt: orNull(row.completedAt),
  };
}
