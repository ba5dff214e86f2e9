import type { KindName, Status } from "../core/model.js";
import type { Bucket } from "../core/percentiles.js";

/** The last entries since a moment, so many at most. */
export interface Period {
  since: number;
  limit: number;
}

interface TickRecord {
  kind: string;
  pid: number;
  host: string;
  startedAt: number;
  finishedAt: number;
  rescued: number;
  claimed: number;
  completed: number;
  failed: number;
  message: string | null;
}

export interface WorkerRecord {
  worker: string;
  kind: string;
  memoryBytes: number;
  startedAt: number;
  seenAt: number;
  projects: string[];
}

/** How much of a kind stands in each status, and how much of it ended in the period. */
type KindCounts = Record<Status, number> & { completedLately: number; failedLately: number };

export interface LaneDepth {
  /** The kind whose work waits there. */
  kind: KindName;
  lane: string;
  pending: number;
  processing: number;
  /** When its oldest pending project was added. */
  oldest: number | null;
}

export interface Stats {
  /** Translations by status. */
  counts: Record<Status, number>;
  kinds: Record<KindName, KindCounts>;
  lanes: LaneDepth[];
  workers: WorkerRecord[];
  /** How much of each kind is in progress. */
  inWork: Record<KindName, number>;
  /** Of the period. */
  completed: number;
  failed: number;
  segments: number;
  processingSeconds: number;
  /** Mean seconds of completed projects. */
  meanSeconds: number | null;
  /** Mean seconds of completed projects of 25 to 35 segments. */
  thirtySegments: number | null;
  quality: number | null;
  requests: number;
  badRequests: number;
  refusals: number;
  /** How long requests took, in milliseconds. */
  latencies: Bucket[];
  /** Additions that a full lane refused, to the hour. */
  rejections: number;
  /** Lines that need not be asked for since they were translated before, and those that were asked for; to the hour. */
  cacheHits: number;
  cacheMisses: number;
  /** Lines stored without proof that they are translations of their sources, to the hour. */
  linesUnproved: number;
  tokens: { input: number; cached: number; output: number };
  /** Dollars known; requests whose cost is not. */
  cost: number;
  unpricedRequests: number;
  memoryLines: number;
  ticks: number;
  lastTick: number | null;
}

/** Figures over the queue as it stands and over a period. */
export interface Statistics {
  recordTick(tick: TickRecord): Promise<void>;
  stats(period: { since: number; liveSince: number }): Promise<Stats>;
}
