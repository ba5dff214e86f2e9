import type { Ask } from "../core/repair.js";
import type { ClaimedProject } from "./projects.js";

export interface OpenAsk extends Ask {
  /** The ask's own number, by which its answer closes it. */
  ask: number;
}

/** What is being asked, so that a killed or ended turn resumes where it stood. */
export interface Asks {
  openAsks(project: ClaimedProject): Promise<OpenAsk[]>;
  /** Notes what is about to be asked and renews the lease. Undefined when the claim was lost. */
  openAsk(project: ClaimedProject, ask: Ask, now: number): Promise<OpenAsk | undefined>;
}
