import type { Origin, Status, Tokens } from "../core/model.js";
import type { Recalls } from "./projects.js";

/** One translation of a project's document; the current one is that with the highest number. */
export interface Version {
  number: number;
  /** Why there is this version; null for the first. */
  reason: string | null;
  createdAt: number;
  completedAt: number | null;
  /** Who translated it last. */
  provider: string | null;
  model: string | null;
  tokens: Tokens;
  /** What it cost itself, in US dollars; null while unknown. */
  cost: number | null;
  /** Lines that have a translation, by where it came from. */
  lines: Record<Origin, number>;
  /** Lines that have no translation. */
  lacking: number;
  /** Lines with marks. */
  marked: number;
  /** The mean over its lines so far; null if there are none. */
  quality: number | null;
  /** How often people changed its lines. */
  edits: number;
}

export interface NewVersion {
  now: number;
  reason: string;
  /** The number of the version that it takes its lines from; the current one if it is not given. */
  from?: number;
  /** Indexes of lines that it does not take over: these are asked for. */
  open: readonly number[];
  recalls: Recalls;
  /** Who is asked instead of the model of the settings. */
  model: string | null;
  /** What the model is told about the lines that it is asked for. */
  note: string | null;
}

export interface Started {
  number: number;
  from: Status;
  to: Status;
}

/** The versions of a project's translation. */
export interface Versions {
  /** All of them, the newest first. */
  versions(id: string): Promise<Version[]>;
  /**
   * Makes a new version the current one: it takes over translations with their marks and edits, and what lacks one is
   * asked for. If nothing lacks, the project is completed, else it is pending. Undefined if it is cancelled, or while a
   * worker has it.
   */
  newVersion(id: string, version: NewVersion): Promise<Started | undefined>;
}
