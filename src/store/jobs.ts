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
  /**
   * The folder that its document is written into by itself, absolute, as `crochet-17.json`, and how that name ends; null
   * where it is not.
   */
  deliverTo: { folder: string; ending: string } | null;
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
  /** 1 where the template has a list of endpoints; else the configured one is asked. */
  ownEndpoints: 0 | 1;
  /** Which endpoint of the template's list is asked. */
  endpointAt: number;
  /** What the last reply was refused for, as JSON. */
  problems: string;
  reply: string | null;
}

export interface Job extends Piece {
  /** Where its document is written by itself, absolute; null where that is not done. */
  targetPath: string | null;
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
      /** What it cost; null where that is booked already. */
      request: RequestRecord | null;
      now: number;
    },
  ): Promise<Settled | undefined>;
  /** How a job ended whose document this worker stored; `open` while it has none. Undefined when the claim was lost. */
  jobSettled(claim: ClaimedJob, now: number): Promise<Settled | "open" | undefined>;
  /** A completed job of the same template with the very same document; undefined if there is none. */
  copyOf(claim: ClaimedJob, resultHash: string): Promise<string | undefined>;
  job(id: string): Promise<Job>;
}
