import { CHECKS, type CheckCode } from "./checks.js";

/** Marks that say nothing of the text: a flawless translation may have them too. */
export const LAYOUT: readonly CheckCode[] = ["fast", "wide"];

/** Whether a line with these marks may be wrong, so that a person should look at it. */
export const isDoubtful = (marks: readonly string[]) =>
  marks.some((mark) => !(LAYOUT as readonly string[]).includes(mark));

/** Why lines were given up, where that is not a mark of their last answer. */
const FAILURES: Record<string, string> = {
  truncated: "failed: its translation is cut off or too long for the model",
  refused: "failed: the provider refuses to translate it",
};

/** What a stored mark says of its line. Other versions may have stored marks that are unknown here. */
export const meaningOf = (mark: string): string =>
  FAILURES[mark] ??
  (Object.hasOwn(CHECKS, mark) ? CHECKS[mark as CheckCode].says : "a mark of another version of transcron");
