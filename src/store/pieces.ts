import type { KindName, Status, Tokens } from "../core/model.js";

/** What every recording and every job has in common: where it stands in the queue, and what it cost. */
export interface Piece {
  kind: KindName;
  id: string;
  name: string;
  /** The recording's path, or the template's name. */
  subject: string;
  status: Status;
  lane: string;
  priority: number;
  attempts: number;
  availableAt: number;
  waitReason: string | null;
  worker: string | null;
  createdAt: number;
  startedAt: number | null;
  completedAt: number | null;
  processingSeconds: number;
  unitsCount: number;
  unitsDone: number;
  error: string | null;
  exportedPath: string | null;
  provider: string | null;
  model: string | null;
  tokens: Tokens;
  cost: number | null;
}

/** The kinds whose pieces are told alike. */
export type CountedKind = Exclude<KindName, "translation">;

/** What must hold for a piece; each that is given. */
export interface PieceFilter {
  ids?: readonly string[];
  statuses?: readonly Status[];
  lane?: string;
  /** Its name, or its subject's last part, fits this pattern of `*` and `?`. */
  name?: string;
  folder?: string;
  addedSince?: number;
  endedSince?: number;
  limit?: number;
}

/** Recordings and jobs as people look at them. */
export interface Pieces {
  /** Those that fit: in progress first, then pending, failed, completed, cancelled ones, the newest of each first. */
  selectPieces(kind: CountedKind, filter: PieceFilter): Promise<Piece[]>;
  countPieces(kind: CountedKind): Promise<Record<Status, number>>;
}
