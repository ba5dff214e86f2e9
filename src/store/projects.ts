import type { Lane, SourceKnown, Status, Tokens } from "../core/model.js";
import type { Claim } from "./claim.js";
import type { Problem } from "./problems.js";

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
  /** How that is known; null for an unknown one, and for one that was given before this was noted. */
  sourceKnown: SourceKnown | null;
  targetLang: string;
  priority: number;
  /** Whether its finished translation is written without being asked for. */
  deliver: boolean;
  /** Where its finished translation is written without being asked for, absolute; null where that is not done. */
  targetPath: string | null;
  /** The folder that was added, absolute; null for a file that was named itself. */
  root: string | null;
  /** Whether it takes nothing from the memory. */
  fresh: boolean;
  /** Whether it also leaves nothing there. */
  isPrivate?: boolean;
}

export interface Adding {
  document: NewDocument;
  /** One for each language. */
  projects: readonly NewProject[];
  /** The lane they wait in. */
  lane: Lane;
  /** Also where the same was done before. */
  again: boolean;
  now: number;
}

export interface Added {
  id: string;
  targetLang: string;
  /** False if the same unchanged file was there for this language, or was once done. */
  created: boolean;
  status: Status | "done before";
  /** Projects of older versions of the file that were cancelled for this one. */
  supersedes?: string[];
  /** How it was read; absent if its project is gone. */
  readAs?: { format: string; encoding: string; sourceLang: string | null };
}

/**
 * What open lines take from the memory: all it holds, what people corrected, or nothing. What is answered replaces what
 * is there unless they take all.
 */
export type Recalls = "all" | "corrections" | "nothing";

/** A project in this worker's hands. */
export interface ClaimedProject extends Claim {
  kind: "translation";
  versionId: number;
  documentId: number;
  path: string;
  sourceLang: string | null;
  /** How that is known; null for an unknown one, and for one that was given before this was noted. */
  sourceKnown: SourceKnown | null;
  targetLang: string;
  recalls: Recalls;
  /** Whether nothing of it may be remembered. */
  isPrivate: 0 | 1;
  /** Who is asked instead of the model of the settings. */
  wantedModel: string | null;
  /** What the model is told about the lines that it is asked for. */
  note: string | null;
}

export interface Project {
  seq: number;
  id: string;
  name: string;
  path: string;
  format: string;
  sourceLang: string | null;
  /** How that is known; null for an unknown one, and for one that was given before this was noted. */
  sourceKnown: SourceKnown | null;
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
  /** Whether its finished translation is written without being asked for. */
  delivers: boolean;
  /** Where it is written then; null if that is decided when it is written, or not done. */
  targetPath: string | null;
  /** The folder that was added; null for a file that was named itself. */
  root: string | null;
  /** How often people changed what it says. */
  revision: number;
}

/** Enough of a project to tell which a name means. */
export type NamedProject = Pick<Project, "id" | "name" | "path" | "targetLang" | "status">;

/** What must hold for a project; each that is given. */
export interface ProjectFilter {
  /** Only these. */
  ids?: readonly string[];
  status?: Status;
  to?: string;
  lane?: string;
  /** Its file is in this folder or below; absolute. */
  folder?: string;
  /** Its file's name fits this pattern of `*` and `?`. */
  name?: string;
  addedSince?: number;
  /** It was completed, failed or cancelled after this. */
  endedSince?: number;
  /** All, if it is not given. */
  limit?: number;
}

export interface ProjectDetails extends Project {
  provider: string | null;
  model: string | null;
  tokens: Tokens;
  cost: number | null;
  errors: Pick<Problem, "code" | "message" | "segments" | "at" | "answer">[];
}

export interface StoredDocument {
  name: string;
  path: string;
  format: string;
  encoding: { name: string; bom: boolean };
  bytes: Uint8Array;
}

/** Documents and their projects, one for each language, as people add and look at them. */
export interface Projects {
  /**
   * Adds a document and a pending project for each language that it has none for: all, or none where the lane has
   * not enough places left. What has not completed of older versions of the file is cancelled for them.
   */
  createProjects(adding: Adding): Promise<{ added: Added[] } | { full: { waiting: number } }>;
  /** What there is for a file of these bytes, by language; to skip parsing a file that is known. */
  knownFile(path: string, bytes: Uint8Array): Promise<Added[]>;
  /** Ids that begin with a text, three at most: none, the one, or several. */
  idsBeginning(prefix: string): Promise<string[]>;
  /** Projects of files whose names fit one of these patterns of `*` and `?`, without those of older versions. */
  projectsNamed(patterns: readonly string[]): Promise<NamedProject[]>;
  /** The names of all files, as they are and as they were given, each once. */
  fileNames(): Promise<string[]>;
  /** Projects that fit: those in progress first, then pending, failed, completed, cancelled ones, the newest of each first. */
  selectProjects(filter: ProjectFilter): Promise<Project[]>;
  /** How many projects there are in each status. */
  countProjects(): Promise<Record<Status, number>>;
  showProject(id: string): Promise<ProjectDetails>;
  documentOf(id: string): Promise<StoredDocument>;
  /** How many pending projects wait for a moment after this one. */
  waitingBeyond(moment: number): Promise<number>;
  /** The target languages of pending projects. */
  waitingLanguages(): Promise<string[]>;
}
