import type { CheckCode } from "../core/checks.js";
import type { Lane, Line, Origin, Status, Tokens } from "../core/model.js";

/** What goes in and out of the store. Times are milliseconds since 1970; implementations keep them as they like. */

export interface NewDocument {
  name: string;
  /** Absolute path; empty for standard input. */
  path: string;
  format: string;
  encoding: { name: string; bom: boolean };
  bytes: Uint8Array;
  segments: readonly { start: number | null; end: number | null; text: string }[];
}

export interface NewProject {
  id: string;
  name: string;
  sourceLang: string | null;
  targetLang: string;
  lane: string;
  priority: number;
  /** Whether its finished translation is written on its own. */
  deliver: boolean;
}

export interface Added {
  id: string;
  targetLang: string;
  /** False if the same unchanged file was there for this language, or was once done. */
  created: boolean;
  status: Status | "done before";
  /** How it was read; absent if its project is gone. */
  readAs?: { format: string; encoding: string };
}

/** A project in this worker's hands, with the token that every write must present. */
export interface Claimed {
  id: string;
  token: string;
  versionId: number;
  documentId: number;
  name: string;
  path: string;
  sourceLang: string | null;
  targetLang: string;
  lane: string;
  attempts: number;
  segmentsCount: number;
  segmentsDone: number;
  startedAt: number;
}

export interface ClaimWish {
  token: string;
  /** Who takes it: `host:pid:start`. */
  worker: string;
  now: number;
  /** A lease renewed after this is live and counts against the caps. */
  liveSince: number;
  lanes: readonly Lane[];
  /** Projects in work at once, over all lanes and processes. */
  capacity: number;
  /** Only these, whenever they are due. */
  ids?: readonly string[];
  /** Only projects of so many segments. */
  segments?: { least?: number; most?: number };
}

export interface SavedLine {
  index: number;
  text: string;
  origin: Origin;
  marks: readonly CheckCode[];
  quality: number;
}

export interface RequestRecord {
  provider: string;
  model: string | null;
  segments: number;
  tokens: Tokens;
  /** US dollars; null if unknown. */
  cost: number | null;
  duration: number;
  outcome: string;
}

export interface Batch {
  now: number;
  done: readonly SavedLine[];
  failed: readonly { index: number; code: string; message: string }[];
  request?: RequestRecord;
  /** Where the provider's answers are remembered; absent if they are not. */
  scope?: MemoryScope;
}

/** Translations are shared between projects only where all of this is the same. */
export interface MemoryScope {
  provider: string;
  model: string | null;
  promptVersion: string;
  from: string | null;
  to: string;
}

/** How a claim ends. */
export type Outcome =
  /** Nothing is left to ask for; whether that is completed or failed, the lines decide. */
  | { kind: "finished"; now: number; promptVersion: string; provider: string; model: string | null }
  /** Later, with the lines so far kept. A counted one is failed at the attempt limit. */
  | {
      kind: "again";
      now: number;
      availableAt: number;
      reason: string;
      counted: boolean;
      attemptLimit: number;
    };

export interface Lease {
  id: string;
  name: string;
  token: string;
  worker: string;
  renewedAt: number;
  startedAt: number;
}

export interface Project {
  seq: number;
  id: string;
  name: string;
  path: string;
  format: string;
  sourceLang: string | null;
  targetLang: string;
  status: Status;
  lane: string;
  priority: number;
  attempts: number;
  availableAt: number;
  waitReason: string | null;
  worker: string | null;
  reservedAt: number | null;
  createdAt: number;
  startedAt: number | null;
  completedAt: number | null;
  processingSeconds: number;
  segmentsCount: number;
  segmentsDone: number;
  quality: number | null;
  error: string | null;
  exportedPath: string | null;
}

export interface ProjectFilter {
  status?: Status;
  to?: string;
  lane?: string;
  limit: number;
}

export interface ProjectDetails extends Project {
  provider: string | null;
  model: string | null;
  tokens: Tokens;
  cost: number | null;
  errors: { code: string; message: string; segments: number[]; at: number }[];
}

export interface StoredLine extends Line {
  origin: Origin | null;
  marks: CheckCode[];
  quality: number | null;
}

export interface StoredDocument {
  name: string;
  path: string;
  format: string;
  encoding: { name: string; bom: boolean };
  bytes: Uint8Array;
}

export interface ProviderState {
  pause: { code: string; message: string; settings: string | null; until: number | null } | null;
  failures: number;
  /** Milliseconds between requests that the server's own limits ask for. */
  pace: number | null;
  slowFactor: number;
  slowUntil: number;
  /** What the server was seen to refuse; the provider's own notes. */
  dialect: Record<string, unknown>;
}

export interface TickRecord {
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

/** What runs now is told through the database. */
export interface Control {
  /** Since when, by whom and why nothing is begun; null if work goes on. */
  paused: { since: number; by: string; reason: string } | null;
  /** Workers that started before this end when they have saved what they do. */
  restartAt: number | null;
}

export interface WorkerRecord {
  worker: string;
  kind: string;
  memoryBytes: number;
  startedAt: number;
  seenAt: number;
  projects: string[];
}

export interface LaneDepth {
  lane: string;
  pending: number;
  processing: number;
  /** When its oldest pending project was added. */
  oldest: number | null;
}

export interface Stats {
  counts: Record<Status, number>;
  lanes: LaneDepth[];
  workers: WorkerRecord[];
  /** Of the period. */
  completed: number;
  failed: number;
  segments: number;
  processingSeconds: number;
  /** Mean seconds of completed projects of 25 to 35 segments. */
  thirtySegments: number | null;
  quality: number | null;
  requests: number;
  badRequests: number;
  refusals: number;
  tokens: { input: number; cached: number; output: number };
  /** Dollars known; requests whose cost is not. */
  cost: number;
  unpricedRequests: number;
  memoryLines: number;
  ticks: number;
  lastTick: number | null;
}

export interface ErrorRecord {
  id: number;
  projectId: string | null;
  name: string | null;
  code: string;
  message: string;
  segments: number[];
  at: number;
}

export interface AuditRecord {
  at: number;
  who: string;
  action: string;
  details: string;
}

export type NoticeTarget = "webhook" | "command";

export interface Notice {
  id: number;
  event: string;
  target: NoticeTarget;
  message: string;
  attempts: number;
  createdAt: number;
}

export interface Change {
  id: string;
  from: Status;
  to: Status | "deleted";
}

export interface Cleaning {
  /** Milliseconds; what ended before this goes. */
  before: number;
  statuses: readonly Status[];
  /** Completed ones only if their translation was written somewhere. */
  exportedOnly: boolean;
  dryRun: boolean;
}

export interface Cleaned {
  projects: number;
  /** Rows of errors, requests, ticks and the audit log. */
  rows: number;
}

/** A database file as a whole, also one that can't be opened as a store. */
export interface DatabaseFile {
  path: string;
  /** Throws what opening throws. */
  inspect(): {
    sqlite: string;
    schema: number;
    newest: number;
    integrity: string;
    bytes: number;
    walBytes: number;
  };
  /** Replaces the database by a backup; what was there is kept beside it. Throws UserError for what is no backup. */
  restore(backup: string, now: number, force: boolean): { replaced: string | null };
}
