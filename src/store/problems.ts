import type { Claim } from "./claim.js";
import type { Period } from "./statistics.js";

export interface NewProblem {
  /** The piece of work it befell; null for none in particular. */
  work: Pick<Claim, "kind" | "id"> | null;
  code: string;
  message: string;
  now: number;
}

export interface Problem {
  id: number;
  projectId: string | null;
  name: string | null;
  code: string;
  message: string;
  /** Line numbers from 1. */
  segments: number[];
  at: number;
  /** The last answer to that line that was rejected; null where there is none, and once the line has a translation. */
  answer: string | null;
}

/** What went wrong, for `errors` and `show`. */
export interface Problems {
  noteProblem(problem: NewProblem): Promise<void>;
  /** The newest first; all, or those of a project or a code. */
  listProblems(wanted: Period & { projectId?: string; code?: string }): Promise<Problem[]>;
}
