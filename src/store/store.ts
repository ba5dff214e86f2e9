import type { CheckCode } from "../core/checks.js";
import type { Lane, Line, Status } from "../core/model.js";
import type {
  Added,
  AuditRecord,
  Batch,
  Change,
  Claimed,
  ClaimWish,
  Cleaned,
  Cleaning,
  Control,
  ErrorRecord,
  Lease,
  MemoryScope,
  NewDocument,
  NewProject,
  Notice,
  NoticeTarget,
  Outcome,
  Project,
  ProjectDetails,
  ProjectFilter,
  ProviderState,
  Stats,
  StoredDocument,
  StoredLine,
  TickRecord,
} from "./records.js";

export type * from "./records.js";

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
  /** Remembers where a translation was written, and with which bytes. A partial one counts as written file only. */
  markExported(id: string, path: string, bytes: Uint8Array, whole: boolean, now: number): Promise<void>;
  /** Whether these bytes were last written to this path here, for the same source and language as this project's. */
  isOurs(id: string, path: string, bytes: Uint8Array): Promise<boolean>;
  /** Cancels those that have not ended. Returns what changed. */
  cancel(ids: readonly string[], now: number): Promise<{ id: string; from: Status; to: Status }[]>;

  providerState(provider: string): Promise<ProviderState>;
  /** The next free moment for a request. It is booked, so that the one after is `delay` later, only if it lies before `until`. */
  bookRequest(provider: string, now: number, delay: number, until: number): Promise<number>;
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

  /** Failed projects pending again, with their failed lines open. */
  retryFailed(which: { ids: readonly string[] } | { since: number | null }, now: number): Promise<Change[]>;
  /** Deletes failed and cancelled projects with all that hangs on them. */
  forget(ids: readonly string[]): Promise<Change[]>;
  /** Deletes by age, in small transactions, and gives the space back. */
  cleanup(cleaning: Cleaning): Promise<Cleaned>;
  /** A consistent copy while others write. */
  backup(file: string): Promise<void>;
  listErrors(since: number, limit: number): Promise<ErrorRecord[]>;
  stats(since: number, liveSince: number): Promise<Stats>;

  /** Takes one completed project whose file is to be written on its own; others that take meanwhile get another. */
  claimDelivery(now: number): Promise<string | undefined>;
  /** Gives it back for another time. */
  releaseDelivery(id: string): Promise<void>;
  /** How many finished files could not be written on their own. */
  undelivered(): Promise<number>;
  /** The target languages of pending projects. */
  waitingLanguages(): Promise<string[]>;
  /** Completed projects that were never written anywhere. */
  unexported(): Promise<string[]>;
  /** Why a file could not be written on its own; it is not tried again. */
  noteExportError(id: string, message: string): Promise<void>;
  /** Whether this file is a translation that was written here. */
  isExported(path: string): Promise<boolean>;

  control(): Promise<Control>;
  pause(by: string, reason: string, now: number): Promise<boolean>;
  /** Lets work go on at once, also with providers that are paused and projects that wait. Returns what was lifted. */
  resume(now: number): Promise<string[]>;
  restart(now: number): Promise<void>;
  /** The value noted under a name, and notes a new one. */
  swapNote(name: string, value: string, now: number): Promise<string | null>;

  /** Says that a worker is there, and how large it is. */
  greet(worker: string, kind: string, memoryBytes: number, now: number): Promise<void>;
  leave(worker: string): Promise<void>;
  /** Those that greeted and did not leave, with when they were last seen. */
  workers(): Promise<{ worker: string; seenAt: number }[]>;

  audit(record: AuditRecord): Promise<void>;
  listAudit(since: number, limit: number): Promise<AuditRecord[]>;

  enqueueNotice(event: string, target: NoticeTarget, message: string, now: number): Promise<void>;
  /** Takes what is due to be told, so that nobody else tells it meanwhile. */
  dueNotices(now: number): Promise<Notice[]>;
  /** Sent, or given up: gone. Otherwise tried again at that time. */
  settleNotice(id: number, retryAt: number | null): Promise<void>;

  recordTick(tick: TickRecord): Promise<void>;
  /** Folds the write-ahead log back into the database. */
  checkpoint(): Promise<void>;
  close(): void;
}
