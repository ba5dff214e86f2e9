import type { KindName } from "../core/model.js";

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
