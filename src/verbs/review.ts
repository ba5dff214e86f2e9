import type { Context } from "../context.js";
import { isDoubtful, LAYOUT } from "../core/marks.js";
import type { DoubtfulLine, StoredLine } from "../store/lines.js";
import type { Project } from "../store/projects.js";
import { findOne } from "./find.js";

/** Which lines are wanted; those for which all of this is true. */
interface Filter {
  /** With any mark. */
  marked?: boolean;
  /** That may be wrong: with a mark that is not about layout. */
  doubtful?: boolean;
  /** Decided on by a person. */
  edited?: boolean;
}

interface Reviewed {
  project: Project;
  lines: StoredLine[];
}

/** The lines of a project, by its id or its beginning, that are wanted. */
export async function review(
  context: Context,
  { prefix, marked, doubtful, edited }: Filter & { prefix: string },
): Promise<Reviewed> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const lines = (await store.projectLines(id!)).filter(
    ({ marks, origin }) =>
      (!marked || marks.length > 0) && (!doubtful || isDoubtful(marks)) && (!edited || origin === "hand"),
  );
  return { project: await store.showProject(id!), lines };
}

/** So many lines of all projects that may be wrong, or with `marked` those with any mark, the worst first. */
export async function reviewAll(
  context: Context,
  { limit, marked }: { limit: number; marked: boolean },
): Promise<DoubtfulLine[]> {
  return (await context.store()).doubtfulLines({ limit, besides: marked ? [] : LAYOUT });
}
