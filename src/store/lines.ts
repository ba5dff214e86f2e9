import type { LineAnswer } from "../core/answers.js";
import type { CheckCode } from "../core/checks.js";
import type { Line, Origin, Status } from "../core/model.js";
import type { Ask } from "../core/repair.js";
import type { OpenAsk } from "./asks.js";
import type { Settled } from "./claim.js";
import type { MemoryScope } from "./memory.js";
import type { ClaimedProject } from "./projects.js";
import type { RequestRecord } from "./requests.js";

export interface SavedLine {
  index: number;
  text: string;
  origin: Origin;
  marks: readonly CheckCode[];
  quality: number;
  /** Marked with a doubt, or stored for want of a better answer: the memory does not give it to others. */
  doubted?: true;
  /** Not proved to be at its place: the memory only notes that it was answered, and gives it to nobody. */
  unproved?: true;
}

/** A line that is given up. */
export interface FailedLine {
  index: number;
  code: string;
  message: string;
  /** The last answer to it; absent if there was none. */
  answer?: LineAnswer;
}

export interface Batch {
  now: number;
  done: readonly SavedLine[];
  failed: readonly FailedLine[];
  request?: RequestRecord;
  /** Where the endpoint's answers are remembered, and lines of the memory noted as used; absent if they are not. */
  scope?: MemoryScope;
  /** The asks this answers. */
  closes?: readonly number[];
  /** What is to be asked next about the lines that are still open, and whom. */
  opens?: { asks: readonly Ask[]; endpoint: string };
}

export interface StoredLine extends Line {
  origin: Origin | null;
  marks: CheckCode[];
  quality: number | null;
  /** The last answer to a line without a translation that was rejected; null if none was kept. */
  rejected: LineAnswer | null;
}

/** A line that may be wrong, with the project it belongs to. */
export interface DoubtfulLine extends StoredLine {
  projectId: string;
  name: string;
  sourceLang: string | null;
  targetLang: string;
}

export interface DoubtfulWanted {
  limit: number;
  /** Lines that have no other marks than these are left out. */
  besides: readonly CheckCode[];
}

export interface Tally {
  done: number;
  failed: number;
  open: number;
  /** Indexes of the first lines that failed, and of the first that are open. */
  failedLines: number[];
  openLines: number[];
}

export interface Finishing {
  now: number;
  promptVersion: string;
  provider: string;
  model: string | null;
  /** Why it has failed, should the lines say so. */
  error: string | null;
}

/** Lines that a person decided on. */
export interface HandSaving {
  now: number;
  lines: readonly SavedLine[];
  /** Why the project has failed, should lines of it still be given up. */
  error(tally: Tally): string | null;
}

export interface HandSaved {
  /** Indexes of the lines that were saved; the others have a translation already. */
  saved: number[];
  from: Status;
  to: Status;
}

/** The lines of a project and their translations; a batch of them at a time, never one by one. */
export interface Lines {
  /** All lines of a project's document, with their translations so far. */
  lines(project: ClaimedProject): Promise<Line[]>;
  /** As they are in the current version, or in the one of this number; none if there is no such version. */
  projectLines(id: string, version?: number): Promise<StoredLine[]>;
  /**
   * Lines with marks of the newest versions of all projects that are not cancelled: the lowest quality first, then
   * the newest version, then the file's order. Reads no line without marks.
   */
  doubtfulLines(wanted: DoubtfulWanted): Promise<DoubtfulLine[]>;
  /**
   * Saves a reply's lines, its cost, its memory and what is to be asked next, and renews the lease. Undefined when
   * the claim was lost: then only cost and memory are kept.
   */
  saveBatch(project: ClaimedProject, batch: Batch): Promise<{ opened: OpenAsk[] } | undefined>;
  tally(project: ClaimedProject): Promise<Tally>;
  /**
   * Ends a claim with nothing left to ask for. Whether that is completed or failed, the lines decide; if one of them
   * is open, nothing is changed. Undefined when the claim was lost.
   */
  finishProject(project: ClaimedProject, finishing: Finishing): Promise<Settled | "open" | undefined>;
  /**
   * Saves lines that failed or are open, by hand; one that is done is never translated over. When it was the last that
   * lacked, the project is completed. Undefined unless the project is pending or failed.
   */
  saveByHand(id: string, saving: HandSaving): Promise<HandSaved | undefined>;
}
