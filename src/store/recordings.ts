import type { Lane, Status } from "../core/model.js";
import type { Claim, Settled } from "./claim.js";
import type { WaitingJob } from "./jobs.js";
import type { Piece } from "./pieces.js";
import type { Added, NewDocument, NewProject, StoredDocument } from "./projects.js";
import type { RequestRecord } from "./requests.js";

export interface NewRecording {
  name: string;
  /** Absolute. */
  path: string;
  size: number;
  modifiedMs: number;
  /** SHA-256 of the file, as hexadecimal digits. */
  hash: string;
  /** Whether it is a copy under the home that goes when it is done and aged. */
  uploaded: boolean;
  /** Null: the recogniser tells it. */
  sourceLang: string | null;
  /** False where plain text is enough. */
  timed: boolean;
  diarize: boolean;
  priority: number;
  deliver: boolean;
  /** The folder that its transcript is written into by itself, absolute; null where that is not done. */
  targetFolder: string | null;
  root: string | null;
}

/** A recording with all that is to be made of its transcript: rows from the start, which wait for it. */
export interface AddingRecording {
  recording: NewRecording;
  lane: Lane;
  /** One for each language. */
  projects: readonly NewProject[];
  projectLane: Lane;
  job?: WaitingJob & { lane: Lane };
  /** Also where the same was done before. */
  again: boolean;
  now: number;
}

export interface AddedRecording {
  id: string;
  /** False if the same unchanged recording was there. */
  created: boolean;
  status: Status;
  projects: Added[];
  /** The document or record that is made of its transcript. */
  job: string | null;
}

/** A recording in this worker's hands. */
export interface ClaimedRecording extends Claim {
  kind: "transcription";
  /** Its number in the table. */
  number: number;
  path: string;
  size: number;
  modifiedMs: number;
  sourceLang: string | null;
  timed: 0 | 1;
  diarize: 0 | 1;
  /** Milliseconds; null until it was probed. */
  duration: number | null;
  /** How it is cut into parts, as JSON; null until it was probed. */
  plan: string | null;
  documentId: number | null;
}

export interface Recording extends Piece, Omit<NewRecording, "deliver"> {
  number: number;
  heardLang: string | null;
  duration: number | null;
  transcription: string | null;
  /** What the guards held against it, in words. */
  marks: string[];
  documentId: number | null;
}

/** Recordings and their parts. */
export interface Recordings {
  /** Adds a recording and what waits for its transcript: all, or none where a lane has not enough places left. */
  addRecording(adding: AddingRecording): Promise<{ added: AddedRecording } | { full: Lane; waiting: number }>;
  /** The newest recording at this path of this size and time, whatever became of it. */
  recordingAt(file: {
    path: string;
    size: number;
    modifiedMs: number;
  }): Promise<Pick<AddedRecording, "id" | "status"> | undefined>;
  /** Notes how a recording is cut. False when the claim was lost. */
  planRecording(
    claim: ClaimedRecording,
    planned: { duration: number | null; parts: number; plan: string; now: number },
  ): Promise<boolean>;
  /** Saves what was heard in a part, with what it cost. False when the claim was lost; then only the cost is kept. */
  savePart(
    claim: ClaimedRecording,
    part: { number: number; heard: string; request: RequestRecord; now: number },
  ): Promise<boolean>;
  /** What was heard so far, as JSON, by the number of its part. */
  partsOf(number: number): Promise<{ number: number; heard: string }[]>;
  /**
   * Completes a recording: its transcript is a document, and what waited for that can be claimed. Undefined when the
   * claim was lost; `open` while a part lacks.
   */
  finishRecording(
    claim: ClaimedRecording,
    finished: {
      document: Omit<NewDocument, "path">;
      transcription: string;
      heardLang: string | null;
      marks: readonly string[];
      now: number;
    },
  ): Promise<Settled | "open" | undefined>;
  recording(id: string): Promise<Recording>;
  /** The transcript as a file; undefined while there is none. */
  transcriptDocument(id: string): Promise<StoredDocument | undefined>;
  /** What was or is to be made of its transcript. */
  madeOf(id: string): Promise<{ projects: string[]; jobs: string[] }>;
  /** Forgets what was said: the transcript, its parts, translations, documents and lines of the memory. */
  eraseRecording(id: string): Promise<{ uploaded: string | null }>;
}
