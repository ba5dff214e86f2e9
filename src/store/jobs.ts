import type { Lane, Status } from "../core/model.js";
import type { Claim, Settled } from "./claim.js";
import type { Piece } from "./pieces.js";
import type { RequestRecord } from "./requests.js";

/** A template as its jobs keep it. */
export interface StoredTemplate {
  name: string;
  /** SHA-256 of the body. */
  hash: string;
  /** JSON. */
  body: string;
}

export interface NewJob {
  /** What files are named after. */
  name: string;
  /** JSON. */
  parameters: string;
  /** SHA-256 of template and parameters: the same job has the same. */
  hash: string;
  /** The recording whose transcript is a parameter: `audio-1`. */
  audioId: string | null;
  /** The record that its document is merged into. */
  recordId: string | null;
  priority: number;
  deliver: boolean;
  targetPath: string | null;
}

/** A job that is added with its recording. */
export interface WaitingJob {
  template: StoredTemplate;
  job: Omit<NewJob, "audioId">;
}

export interface AddedJob {
  id: string;
  /** False if the same job was there. */
  created: boolean;
  status: Status;
}

/** A job in this worker's hands. */
export interface ClaimedJob extends Claim {
  kind: "generation";
  number: number;
  /** The template's name. */
  type: string;
  templateHash: string;
  parameters: string;
  /** The recording's number; null where there is none. */
  audioId: number | null;
  recordId: string | null;
  /** Which endpoint of the template's list is asked. */
  endpointAt: number;
  /** What the last reply was refused for, as JSON. */
  problems: string;
  reply: string | null;
}

export interface Job extends Piece {
  number: number;
  type: string;
  parameters: string;
  audioId: string | null;
  recordId: string | null;
  result: string | null;
  format: "json" | "markdown" | "text" | null;
  marks: string[];
  problems: string[];
}

/** Documents to be made from templates. */
export interface Jobs {
  /** Adds jobs, in the order given; the same job is not added twice. None is added where the lane lacks places. */
  addJobs(adding: {
    template: StoredTemplate;
    jobs: readonly NewJob[];
    lane: Lane;
    again: boolean;
    now: number;
  }): Promise<{ added: AddedJob[] } | { full: { waiting: number } }>;
  /** The body of a template, as JSON. */
  templateBody(hash: string): Promise<string>;
  /** The plain text of a recording's transcript; null while it has none. */
  transcription(audio: number): Promise<string | null>;
  /**
   * Notes a reply that can't be used, what was wrong with it, who is asked next, and what it cost. False when the claim
   * was lost; then only the cost is kept.
   */
  refuseReply(
    claim: ClaimedJob,
    refused: {
      endpointAt: number;
      problems: readonly string[];
      reply: string | null;
      request: RequestRecord | null;
      now: number;
    },
  ): Promise<boolean>;
  /** Stores the document, with what it cost, and completes its job. Undefined when the claim was lost. */
  finishJob(
    claim: ClaimedJob,
    finished: {
      result: string;
      format: "json" | "markdown" | "text";
      resultHash: string;
      marks: readonly string[];
      quality: number;
      request: RequestRecord;
      now: number;
    },
  ): Promise<Settled | undefined>;
  /** A completed job of the same template with the very same document; undefined if there is none. */
  copyOf(claim: ClaimedJob, resultHash: string): Promise<string | undefined>;
  job(id: string): Promise<Job>;
}
