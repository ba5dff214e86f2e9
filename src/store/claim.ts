import type { KindName, Status } from "../core/model.js";

/** A piece of work in this worker's hands, with the token that every later write must present. */
export interface Claim {
  kind: KindName;
  id: string;
  token: string;
  name: string;
  lane: string;
  attempts: number;
  unitsCount: number;
  unitsDone: number;
  startedAt: number;
}

/** How a claim ended. */
export interface Settled {
  status: Status;
  unitsDone: number;
  /** 0 to 100; null while something is open. */
  quality: number | null;
  error: string | null;
}
