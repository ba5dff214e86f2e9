import type { Tokens } from "../core/model.js";
import type { Claim } from "./claim.js";

export interface RequestRecord {
  provider: string;
  model: string | null;
  /** Segments, or whatever the kind counts. */
  units: number;
  tokens: Tokens;
  /** US dollars; null if unknown. */
  cost: number | null;
  /** Milliseconds. */
  duration: number;
  outcome: string;
}

/** Every request that was sent, with what it cost. */
export interface Requests {
  /** How long a request to this model took on average, in milliseconds; null if there was none. */
  meanRequest(asked: { provider: string; model: string | null; since: number }): Promise<number | null>;
  /**
   * Logs a request that saved nothing, and renews the lease. False when the claim was lost; it is logged all the same.
   * Null for one that belonged to no piece of work.
   */
  logRequest(claim: Claim | null, request: RequestRecord, now: number): Promise<boolean>;
}
