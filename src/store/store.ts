import type { CheckCode } from "../core/checks.js";
import type { Lane, Line, Origin, Status, Tokens } from "../core/model.js";

/** Times are milliseconds since 1970 everywhere in this interface; implementations store them as they like. */

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
}

export interface Added {
  id: string;
  targetLang: string;
  /** False if the same unchanged file was there for this language, or was once done. */
  created: boolean;
  status: Status | "done before";
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

/** Each method is one transaction. */
export interface Store {
  /** Adds a document and a pending project for each language that it has none for. Throws when a lane is full. */
  createProjects(
    document: NewDocument,
    projects: readonly NewProject[],
    lanes: readonly Lane[],
    now: number,
    again: boolean,
  ): Promise<Added[]>;
  /** What there is for a file of these bytes, by language; to skip parsing a file that is known. */
  knownFile(path: string, bytes: Uint8Array): Promise<Added[]>;

  /** Takes the next due project, or undefined: nothing is due, or every slot is taken. */
  claim(wish: ClaimWish): Promise<Claimed | undefined>;
  /** Projects that are due, and those in work with a live lease. */
  depth(now: number, liveSince: number): Promise<{ due: number; live: number }>;
  /** Proves the claim and renews its lease. False when it was lost meanwhile. */
  renew(project: Claimed, now: number): Promise<boolean>;
  /** Saves a reply's lines, its cost and its memory, and renews the lease. False when the claim was lost: then only cost and memory are kept. */
  saveBatch(project: Claimed, batch: Batch): Promise<boolean>;
  /** Ends a claim. Returns the status it led to, or undefined when the claim was lost. */
  settle(project: Claimed, outcome: Outcome): Promise<Status | undefined>;
  /** Leases that are not live any more, or, given no time, all. */
  leases(notRenewedSince?: number): Promise<Lease[]>;
  /** Takes projects from dead workers: pending again, or failed at the attempt limit. Returns those it took. */
  rescue(
    leases: readonly Lease[],
    now: number,
    attemptLimit: number,
  ): Promise<{ id: string; status: Status }[]>;

  /** All lines of a project's document, with their translations so far. */
  lines(project: Claimed): Promise<Line[]>;
  /** Open lines that were translated before under the same settings. */
  recall(
    project: Claimed,
    scope: MemoryScope,
  ): Promise<{ index: number; text: string; marks: CheckCode[] }[]>;
  /** Notes an error of a project, or of none. */
  noteError(projectId: string | null, code: string, message: string, now: number): Promise<void>;

  /** Full ids of projects that begin with each text; throws UserError for none and for several. */
  resolveIds(prefixes: readonly string[]): Promise<string[]>;
  listProjects(filter: ProjectFilter): Promise<{ projects: Project[]; counts: Record<Status, number> }>;
  showProject(id: string): Promise<ProjectDetails>;
  projectLines(id: string): Promise<StoredLine[]>;
  documentOf(id: string): Promise<StoredDocument>;
  /** Remembers where a translation was written. */
  markExported(id: string, path: string, now: number): Promise<void>;
  /** Cancels those that have not ended. Returns what changed. */
  cancel(ids: readonly string[], now: number): Promise<{ id: string; from: Status; to: Status }[]>;

  providerState(provider: string): Promise<ProviderState>;
  /** Books the next free moment for a request and returns it; the one after is `delay` later. */
  bookRequest(provider: string, now: number, delay: number): Promise<number>;
  setPace(provider: string, pace: number): Promise<void>;
  /** Doubles the delay between requests for a while. */
  slowDown(provider: string, now: number, lasts: number): Promise<void>;
  pauseProvider(
    provider: string,
    pause: NonNullable<ProviderState["pause"]>,
    failures: number,
  ): Promise<void>;
  /** The provider answered: what was held against it is forgotten. Returns whether it was paused. */
  clearPause(provider: string): Promise<boolean>;
  rememberDialect(provider: string, dialect: Record<string, unknown>): Promise<void>;

  recordTick(tick: TickRecord): Promise<void>;
  /** Folds the write-ahead log back into the database. */
  checkpoint(): Promise<void>;
  close(): void;
}
