import type { Config } from "../config.js";
import type { Context } from "../context.js";
import type { KindName, Lane, Status } from "../core/model.js";
import type { Endpoint } from "../endpoints/endpoint.js";
import type { Log } from "../log.js";
import type { Claim, Settled } from "../store/claim.js";
import type { Store } from "../store/store.js";

/** A kind of work: what one turn does, how it ends, and what is delivered. The queue knows nothing else of it. */
export interface Kind<Work extends Claim = Claim> {
  name: KindName;
  lanes(config: Config): readonly Lane[];
  /**
   * Who is asked; while it is paused, work of this kind is not claimed. A piece of work may have an endpoint of its own.
   */
  endpoint(context: Context, work?: Work): Promise<Endpoint>;
  /** What a log calls a piece of work: `talk.srt → fr`. */
  title(work: Work): string;
  /** What a log calls a step of it, where several are in progress. */
  label(work: Work): string;
  /** What JSON tells of it, beside its id and how it ended. */
  about(work: Work, unitsDone: number): Record<string, unknown>;
  /** Whether a piece of work names whom it asks itself: then it is not held where the kind's endpoint is paused. */
  ownEndpoints?(work: Work): boolean;
  /**
   * How long work waits whose own endpoint (not the kind's) needs new settings, in milliseconds; not given: that is an
   * attempt of the work.
   */
  ownPause?: number;
  /** How a log tells that a piece of work began and how it ended, where that is not told as for all. */
  logged?: {
    began(work: Work, about: { pid: number; attemptLimit: number }): string;
    ended(work: Work, about: { pid: number; status: Status; took: string; why: string | undefined }): string;
  };
  /** What its work is counted in: `segments`. */
  units: string;
  /**
   * Works until nothing is left to ask for; everything up to then is saved as it comes. Throws TurnOver, ClaimLost,
   * or what `send` throws.
   */
  run(turn: Turn<Work>): Promise<void>;
  /**
   * Ends a claim with nothing left to ask for: completed or failed. Undefined when the claim was lost; `open` if
   * something lacks all the same: then the claim stays.
   */
  finish(turn: Turn<Work>): Promise<Settled | "open" | undefined>;
  /** Asks something harmless: whether the endpoint answers anything at all. Throws what `send` throws. */
  probe(turn: Turn<Work>): Promise<boolean>;
  /** Nothing was answered in this turn: takes back what it concluded from that about the work. */
  retract(turn: Turn<Work>): Promise<void>;
  /** What is still lacking, in words, for work that is given up. */
  lacking(turn: Turn<Work>): Promise<string>;
  /** Writes finished work where people expect it. Returns how much could not be written. */
  deliver(context: Context, log: Log): Promise<number>;
}

/** One piece of work in this worker's hands, for one turn. */
export interface Turn<Work extends Claim = Claim> {
  kind: Kind<Work>;
  work: Work;
  context: Context;
  store: Store;
  endpoint: Endpoint;
  log: Log;
  /** When the turn ends, in milliseconds. */
  until: number;
  /** Whether the endpoint was asked in this turn, and has answered. */
  asked: boolean;
  answered: boolean;
  /** Units that this turn saved, gave up, or brought as far as can be without the others. */
  saved: number;
  /** What the endpoint last failed with. */
  complaint?: string;
  /** Whether the endpoint was held to be down or paused before it answered. */
  recovered: boolean;
}
