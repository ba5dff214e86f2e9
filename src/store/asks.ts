import type { Ask } from "../core/repair.js";
import type { ClaimedProject } from "./projects.js";

export interface OpenAsk extends Ask {
  /** Its own number, by which its answer closes it; several where repairs were pooled. */
  ids: readonly number[];
}

export interface Asking {
  ask: Ask;
  /** The key of the endpoint that is asked. */
  endpoint: string;
  now: number;
}

/** What is being asked, so that a killed or ended turn resumes where it stood. */
export interface Asks {
  /** What this endpoint is being asked. */
  openAsks(project: ClaimedProject, endpoint: string): Promise<OpenAsk[]>;
  /**
   * Drops what was opened since a moment and says nothing of its lines: parts that a batch was split into for want of
   * any answer. Asks with problems, tries or doubts stay.
   */
  dropAsks(project: ClaimedProject, since: number): Promise<void>;
  /** Notes what is about to be asked and renews the lease. Undefined when the claim was lost. */
  openAsk(project: ClaimedProject, asking: Asking): Promise<OpenAsk | undefined>;
}
