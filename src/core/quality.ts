import { CHECKS, type CheckCode } from "./checks.js";

/**
 * A line's quality, 0 to 100: 100 less the penalty of each mark it was stored with (see CHECKS). It says how much
 * the line should be looked at, not how good the translation is: no model is asked.
 */
export function lineQuality(marks: readonly CheckCode[]): number {
  return Math.max(0, 100 - marks.reduce((sum, mark) => sum + CHECKS[mark].penalty, 0));
}
// A project's quality is the mean over its lines, a failed line counting 0, rounded to a tenth: settle() in the
// store computes it from the lines as they are stored.
