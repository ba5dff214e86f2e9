import type { Context } from "../../context.js";

export interface Finding {
  check: string;
  state: "ok" | "warning" | "broken";
  says: string;
  /** The command that mends it. */
  mend?: string;
}

export type Found = Omit<Finding, "check">;
export type Check = (context: Context) => Promise<Found[]>;

export const ok = (says: string): Found[] => [{ state: "ok", says }];
export const warning = (says: string, mend: string): Found[] => [{ state: "warning", says, mend }];
export const broken = (says: string, mend: string): Found[] => [{ state: "broken", says, mend }];
