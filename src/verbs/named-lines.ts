import { parseSpans } from "../core/line-numbers.js";
import { UserError } from "../errors.js";
import type { Project } from "../store/projects.js";

/** The lines of a project that a person names (`12,15-18`), ascending and each once. Throws UserError for others. */
export function numbersOf(
  wanted: readonly string[],
  { id, segmentsCount }: Pick<Project, "id" | "segmentsCount">,
): number[] {
  const numbers = new Set<number>();
  for (const text of wanted) {
    const spans = parseSpans(text);
    if (!spans) throw new UserError(`"${text}" does not name lines`, "allowed: 12 or 15-18 or 12,15-18");
    for (const [first, last] of spans) {
      if (last > segmentsCount)
        throw new UserError(`${id} has no line ${last}: it has ${segmentsCount} lines`);
      for (let number = first; number <= last; number++) numbers.add(number);
    }
  }
  return [...numbers].sort((a, b) => a - b);
}
