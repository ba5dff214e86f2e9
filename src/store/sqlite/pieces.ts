import { fromUtcText, toUtcText } from "../../core/time.js";
import type { CountedKind, Piece, PieceFilter, Pieces } from "../pieces.js";
import type { Db } from "./db.js";
import { TABLES } from "./kinds.js";
import { countsOf } from "./projects.js";

export const pieces = (db: Db): Pieces => ({
  selectPieces: async (kind, filter) => select(db, kind, filter),
  countPieces: async (kind) => countsOf(db, TABLES[kind].table),
});

/** What a piece's subject is, by its kind. */
const SUBJECT: Record<CountedKind, string> = { transcription: "path", generation: "type" };

const COLUMNS = `
  name, status, lane, priority, attempts, available_at as availableAt, wait_reason as waitReason,
  reserved_by as worker, created_at as createdAt, started_at as startedAt, completed_at as completedAt,
  processing_time_seconds as processingSeconds, units_count as unitsCount, units_done as unitsDone,
  error_message as error, exported_path as exportedPath, provider, model, tokens_in as input,
  tokens_cached as cached, tokens_out as output, cost`;

type PieceRow = Omit<Piece, "kind" | "tokens" | "availableAt" | "createdAt" | "startedAt" | "completedAt"> & {
  input: number;
  cached: number;
  output: number;
  availableAt: string;
  createdAt: string;
  startedAt: string | null;
  completedAt: string | null;
};

/** The columns that every piece is told by, and `more` of its own. */
export const columnsOf = (kind: CountedKind, more = ""): string =>
  `${TABLES[kind].shown} as id, ${SUBJECT[kind]} as subject, ${COLUMNS}${more && `, ${more}`}`;

/** A row of those columns as a piece. */
export function pieceOf<Row extends PieceRow>(kind: CountedKind, row: Row) {
  const { input, cached, output, availableAt, createdAt, startedAt, completedAt, ...rest } = row;
  return {
    ...rest,
    kind,
    tokens: { input, cached, output },
    availableAt: fromUtcText(availableAt),
    createdAt: fromUtcText(createdAt),
    startedAt: startedAt === null ? null : fromUtcText(startedAt),
    completedAt: completedAt === null ? null : fromUtcText(completedAt),
  };
}

export type { PieceRow };

const IN_ORDER = `
  case status when 'processing' then 0 when 'pending' then 1 when 'failed' then 2 when 'completed' then 3 else 4 end,
  id desc`;

/** What each part of a filter asks for, with the parameter of its name. */
const CONDITIONS: Record<Exclude<keyof PieceFilter, "limit">, (kind: CountedKind) => string> = {
  ids: () => "id in (select value from json_each(@ids))",
  statuses: () => "status in (select value from json_each(@statuses))",
  lane: () => "lane = @lane",
  name: (kind) => `(name glob @name or ${SUBJECT[kind]} glob @name)`,
  folder: (kind) => `substr(${SUBJECT[kind]}, 1, length(@folder)) = @folder`,
  addedSince: () => "created_at >= @addedSince",
  endedSince: () => "completed_at >= @endedSince",
};

function select(db: Db, kind: CountedKind, { limit = -1, ...filter }: PieceFilter): Piece[] {
  const given = (Object.keys(filter) as (keyof typeof filter)[]).filter((name) => filter[name] !== undefined);
  const where = given.map((name) => CONDITIONS[name](kind));
  return db
    .all<PieceRow>(
      `select ${columnsOf(kind)} from ${TABLES[kind].table}
       ${where.length ? `where ${where.join(" and ")}` : ""} order by ${IN_ORDER} limit @limit`,
      { limit, ...parametersOf(kind, filter) },
    )
    .map((row) => pieceOf(kind, row));
}

function parametersOf(kind: CountedKind, filter: Omit<PieceFilter, "limit">): Record<string, unknown> {
  const { ids, statuses, lane, name, folder, addedSince, endedSince } = filter;
  return {
    ...(ids ? { ids: JSON.stringify(ids.map((id) => TABLES[kind].key(id))) } : {}),
    ...(statuses ? { statuses: JSON.stringify(statuses) } : {}),
    ...(lane === undefined ? {} : { lane }),
    ...(name === undefined ? {} : { name: name.replaceAll("[", "[[]") }),
    ...(folder === undefined ? {} : { folder: folder.replace(/\/*$/, "/") }),
    ...(addedSince === undefined ? {} : { addedSince: toUtcText(addedSince) }),
    ...(endedSince === undefined ? {} : { endedSince: toUtcText(endedSince) }),
  };
}
