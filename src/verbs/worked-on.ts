import type { Worked } from "../queue/work.js";

/** What was done of what was asked for. */
export type WorkedOn = Worked & {
  remarks: string[];
  /** Some of what was asked for, by name or as all that is due, is not done. */
  unfinished?: boolean;
};
